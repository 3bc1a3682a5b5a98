using SqsIngestor.EndToEnd.Tests.Crashes;

namespace SqsIngestor.EndToEnd.Tests;

/// <summary>This assembly as a program, which a test starts and kills. The test runner does not use it.</summary>
internal static class Program
{
    private static Task Main(string[] arguments) => NumberWriter.RunAsync(arguments);
}
