using System.Text.RegularExpressions;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Reference;

/// <summary>The catalogs of errors of the local tables and the local queue, against the code that throws them.</summary>
public partial class EmulatorErrorsTests
{
    [Fact]
    public void TableStoreErrors_EveryCodeOfTheSource_IsListed() => Assert.Equal(
        Codes(StoreError(), "Tables"), TableStoreErrors.All.Select(error => error.Code));

    [Fact]
    public void QueueErrors_EveryCodeOfTheSource_IsListed() => Assert.Equal(
        Codes(QueueError(), "Lambda"), QueueErrors.All.Select(error => error.Code));

    private static IEnumerable<string> Codes(Regex error, string folder) =>
        Directory
            .EnumerateFiles(RepositoryFiles.PathOf("src", "SqsIngestor.Emulator", folder), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => error.Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["code"].Value)
            .Distinct()
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("(TableStoreException\\(|With\\(|NotReadOnly\\(\\) =>\\s+new\\()\\s*\"(?<code>[a-z_]+)\"")]
    private static partial Regex StoreError();

    [GeneratedRegex("QueueException\\(\\s*\"(?<code>[a-z_]+)\"")]
    private static partial Regex QueueError();
}
