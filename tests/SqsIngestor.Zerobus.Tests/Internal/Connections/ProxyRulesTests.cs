using SqsIngestor.Zerobus.Internal.Connections;

namespace SqsIngestor.Zerobus.Tests.Internal.Connections;

public sealed class ProxyRulesTests
{
    private static readonly Uri Endpoint = new("https://123.zerobus.eu.cloud.databricks.com");

    [Theory]
    [InlineData("grpc_proxy=http://a:1;https_proxy=http://b:2;http_proxy=http://c:3", "http://a:1/")]
    [InlineData("https_proxy=http://b:2;http_proxy=http://c:3", "http://b:2/")]
    [InlineData("http_proxy=c:3", "http://c:3/")]
    [InlineData("grpc_proxy= ;https_proxy=http://b:2", "http://b:2/")]
    [InlineData("", null)]
    [InlineData("HTTPS_PROXY=http://b:2", null)]
    [InlineData("https_proxy=http://b:2;no_proxy=databricks.com", null)]
    [InlineData("https_proxy=http://b:2;no_proxy=other.org, .cloud.databricks.com", null)]
    [InlineData("https_proxy=http://b:2;no_proxy=*.databricks.com", null)]
    [InlineData("https_proxy=http://b:2;no_proxy=*", null)]
    [InlineData("https_proxy=http://b:2;no_proxy=bricks.com", "http://b:2/")]
    [InlineData("https_proxy=http://b:2;no_proxy=,", "http://b:2/")]
    [InlineData("https_proxy=http://b:2;no_grpc_proxy=other.org;no_proxy=databricks.com", "http://b:2/")]
    public void For_Environment_FollowsTheRules(string environment, string? expected) =>
        Assert.Equal(expected, ProxyRules.For(Endpoint, Read(environment))?.ToString());

    [Fact]
    public void For_ClearTextEndpoint_HasNoProxy() =>
        Assert.Null(ProxyRules.For(new Uri("http://127.0.0.1:1"), Read("grpc_proxy=http://a:1")));

    [Theory]
    [InlineData("https_proxy=socks5://user:hunter2@x:1")]
    [InlineData("https_proxy=http://user:hunter2@")]
    public void For_UnusableProxy_NamesTheVariableButNotItsValue(string environment)
    {
        var error = Assert.Throws<ZerobusException>(() => ProxyRules.For(Endpoint, Read(environment)));
        Assert.Equal(ZerobusErrorCode.OptionsInvalid, error.Code);
        Assert.Contains("https_proxy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    private static Func<string, string?> Read(string environment)
    {
        var variables = environment.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(static v => v.Split('=', 2)).ToDictionary(static v => v[0], static v => v[1]);
        return variables.GetValueOrDefault;
    }
}
