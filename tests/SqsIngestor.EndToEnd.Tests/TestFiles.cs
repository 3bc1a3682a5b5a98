using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests;

/// <summary>The files of this project's folder <c>Files</c>.</summary>
internal static class TestFiles
{
    public static string Read(string name) =>
        File.ReadAllText(RepositoryFiles.PathOf("tests", "SqsIngestor.EndToEnd.Tests", "Files", name));
}
