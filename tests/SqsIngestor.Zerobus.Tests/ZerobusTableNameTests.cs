namespace SqsIngestor.Zerobus.Tests;

public sealed class ZerobusTableNameTests
{
    [Fact]
    public void Parse_ThreeParts_SplitsThem()
    {
        var name = ZerobusTableName.Parse("main.ingest.sqs_messages");
        Assert.Equal(("main", "ingest", "sqs_messages"), (name.Catalog, name.Schema, name.Table));
        Assert.Equal("main.ingest.sqs_messages", name.ToString());
        Assert.Equal(name, ZerobusTableName.Parse("main.ingest.sqs_messages"));
    }

    [Theory]
    [InlineData("ingest.orders")]
    [InlineData("a.b.c.d")]
    [InlineData("a..c")]
    [InlineData("")]
    [InlineData("a.b.c-d")]
    [InlineData("a.b.`c`")]
    [InlineData("a.b.ü")]
    [InlineData("a.b. c")]
    public void Parse_Other_IsRefused(string text)
    {
        var error = Assert.Throws<ZerobusException>(() => ZerobusTableName.Parse(text));
        Assert.Equal(ZerobusErrorCode.TableNameInvalid, error.Code);
        Assert.False(ZerobusTableName.TryParse(text, out _));
    }
}
