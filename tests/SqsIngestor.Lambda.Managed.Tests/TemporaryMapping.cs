using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Lambda.Managed.Tests;

/// <summary>The mapping of sqs_messages with one line changed; gone after the test.</summary>
internal sealed class TemporaryMapping : IDisposable
{
    public TemporaryMapping(string line, string changed)
    {
        var text = File.ReadAllText(RepositoryFiles.PathOf("mappings", "sqs_messages.yaml"));
        Assert.Contains(line, text, StringComparison.Ordinal);
        File.WriteAllText(Path, text.Replace(line, changed, StringComparison.Ordinal));
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid():n}.yaml");

    public void Dispose() => File.Delete(Path);
}
