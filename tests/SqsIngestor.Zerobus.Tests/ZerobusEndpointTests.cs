namespace SqsIngestor.Zerobus.Tests;

public sealed class ZerobusEndpointTests
{
    [Theory]
    [InlineData("123.zerobus.eu-west-1.cloud.databricks.com", "https://123.zerobus.eu-west-1.cloud.databricks.com/")]
    [InlineData(" https://123.zerobus.eu-west-1.cloud.databricks.com/ ", "https://123.zerobus.eu-west-1.cloud.databricks.com/")]
    [InlineData("123.zerobus.westeurope.azuredatabricks.net:8443", "https://123.zerobus.westeurope.azuredatabricks.net:8443/")]
    [InlineData("http://127.0.0.1:5001", "http://127.0.0.1:5001/")]
    public void Parse_Valid_GivesSchemeHostAndPort(string text, string expected) =>
        Assert.Equal(expected, ZerobusEndpoint.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("https://")]
    [InlineData("ftp://host")]
    [InlineData("host/path")]
    [InlineData("https://host/?a=b")]
    [InlineData("https://host/#a")]
    [InlineData("https://user:secret@host")]
    [InlineData("two hosts")]
    public void Parse_Invalid_SaysWhatToGive(string text)
    {
        var error = Assert.Throws<ZerobusException>(() => ZerobusEndpoint.Parse(text));
        Assert.Equal(ZerobusErrorCode.EndpointInvalid, error.Code);
        Assert.False(error.IsRetryable);
        Assert.Contains("https://<workspace-id>", error.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void WorkspaceId_IsTheFirstLabel() =>
        Assert.Equal("123", ZerobusEndpoint.WorkspaceId(ZerobusEndpoint.Parse("123.zerobus.eu.cloud.databricks.com")));
}
