using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Tests.Terminal;

public sealed class RowsTableTests
{
    private const string Id = "7b1f6c2e-4d0a-4c53-9f3e-0a5d2c8e1f01";

    private static readonly string LongText = new('x', 200);

    [Fact]
    public void Fit_WithoutLimit_CutsNothing() => Assert.Equal([36, 200, 5], RowsTable.Fit(Messages, null));

    [Fact]
    public void Fit_Terminal_KeepsTheIdsThatTellRowsApart() => Assert.Equal([36, 29, 5], RowsTable.Fit(Messages, 80));

    [Fact]
    public void Fit_NarrowTerminal_LeavesOutTheLastColumns() => Assert.Equal([36, 13], RowsTable.Fit(Messages, 60));

    [Fact]
    public void Fit_TheIdRepeats_IsCutLikeOthers() =>
        Assert.Equal([30, 30], RowsTable.Fit(Table(["id", "body"], [Id, LongText + 1], [Id, LongText + 2]), 67));

    private static QueryResult Messages { get; } = Table(
        ["message_id", "body", "count"], [Id, LongText, "1"], [Id.Replace("01", "02", StringComparison.Ordinal), LongText, "1"]);

    private static QueryResult Table(string[] names, params string[][] rows) =>
        new([.. names.Select(name => new QueryColumn(name, "VARCHAR"))], rows);
}
