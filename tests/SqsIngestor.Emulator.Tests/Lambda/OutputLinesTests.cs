using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Emulator.Tests.Lambda;

public sealed class OutputLinesTests
{
    [Fact]
    public async Task ReadAsync_MoreLinesThanTheLimit_LastOnesAreKeptAndAllAreReported()
    {
        var reported = new List<OutputLine>();
        var lines = new OutputLines(limit: 2, reported.Add);

        await lines.ReadAsync(new StringReader("a\nb\n"), isError: false);
        await lines.ReadAsync(new StringReader("c"), isError: true);

        Assert.Equal([new OutputLine("b", false), new OutputLine("c", true)], lines.Snapshot());
        Assert.Equal([new OutputLine("a", false), new OutputLine("b", false), new OutputLine("c", true)], reported);
    }
}
