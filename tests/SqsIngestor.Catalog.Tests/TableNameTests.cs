namespace SqsIngestor.Catalog.Tests;

public sealed class TableNameTests
{
    [Theory]
    [InlineData("a.b.c", true)]
    [InlineData("a.b", false)]
    [InlineData("a.b.c.d", false)]
    [InlineData("a..c", false)]
    [InlineData("a.b. c", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void TryParse_Text_IsANameOfExactlyThreeParts(string? text, bool valid) =>
        Assert.Equal(valid, TableName.TryParse(text) is not null);

    [Fact]
    public void Parse_TwoParts_SaysWhatIsNeeded() =>
        Assert.Contains(
            "catalog.schema.table", Assert.Throws<FormatException>(
                () => TableName.Parse("a.b")).Message, StringComparison.Ordinal);
}
