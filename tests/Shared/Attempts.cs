using Xunit.Abstractions;

namespace SqsIngestor.Tests.Shared;

/// <summary>
/// For tests of promises that the function makes to Lambda in real time: it has half a second to end, and must answer before its
/// deadline. The machine that runs the tests can break them, too, by giving the process no time; no sync point in the test can
/// prevent that, because the promise is about real time. Every retry is counted and reported, so that a fault that shows only now
/// and then does not stay hidden.
/// </summary>
internal static class Attempts
{
    private const int Most = 5;

    /// <summary>
    /// Runs the test until it passes, five times at the most. Each failed attempt is a line in the test's output and in
    /// artifacts/test-retries.log.
    /// </summary>
    public static async Task UntilPassedAsync(
        ITestOutputHelper output, Func<Task> test, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        for (var attempt = 1; attempt < Most; attempt++)
        {
            try
            {
                await test();
                return;
            }
            catch (Xunit.Sdk.XunitException e)
            {
                var line = $"{name}: attempt {attempt} failed: {e.Message.ReplaceLineEndings(" ")}";
                output.WriteLine(line);
                await File.AppendAllTextAsync(
                    RepositoryFiles.PathOf("artifacts", "test-retries.log"), line + Environment.NewLine);
            }
        }

        await test();
    }
}
