using System.Net;
using CsCheck;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Tests.SharedSource;

public sealed class ProxyRulesTests
{
    private static readonly Uri Endpoint = new("https://123.zerobus.eu.cloud.databricks.com");

    private static readonly string[] Schemes = ["", "http://", "https://", "//", "socks5://"];
    private static readonly Gen<string> Scheme = Gen.Int[0, 4].Select(static i => Schemes[i]);

    [Theory]
    [InlineData("grpc_proxy=http://a:1;https_proxy=http://b:2;http_proxy=http://c:3", "http://a:1/")]
    [InlineData("https_proxy=http://b:2;http_proxy=http://c:3;all_proxy=http://d:4", "http://b:2/")]
    [InlineData("http_proxy=c:3;all_proxy=http://d:4", "http://c:3/")]
    [InlineData("all_proxy=https://d:4", "https://d:4/")]
    [InlineData("grpc_proxy= ;https_proxy=http://b:2", "http://b:2/")]
    [InlineData("", null)]
    [InlineData("HTTPS_PROXY=http://b:2", "http://b:2/")]
    [InlineData("HTTPS_PROXY=http://b:2;https_proxy=http://a:1", "http://a:1/")]
    [InlineData("https_proxy=http://b:2;no_proxy=databricks.com", null)]
    [InlineData("https_proxy=http://b:2;NO_PROXY=databricks.com", null)]
    [InlineData("https_proxy=http://b:2;no_proxy=other.org;NO_PROXY=databricks.com", "http://b:2/")]
    [InlineData("https_proxy=http://b:2;no_grpc_proxy=other.org;no_proxy=databricks.com", "http://b:2/")]
    public void For_Grpc_FollowsTheRules(string environment, string? expected) =>
        Assert.Equal(expected, ProxyRules.For(Endpoint, Read(environment), grpc: true)?.GetProxy(Endpoint).ToString());

    [Theory]
    [InlineData("https://a.org", "grpc_proxy=http://a:1;http_proxy=http://c:3", null)]
    [InlineData("https://a.org", "https_proxy=http://b:2;http_proxy=http://c:3", "http://b:2/")]
    [InlineData("https://a.org", "http_proxy=http://c:3;ALL_PROXY=http://d:4", "http://d:4/")]
    [InlineData("http://a.org", "https_proxy=http://b:2;http_proxy=http://c:3", "http://c:3/")]
    [InlineData("http://a.org", "https_proxy=http://b:2;all_proxy=http://d:4", "http://d:4/")]
    [InlineData("https://a.org", "https_proxy=http://b:2;no_grpc_proxy=a.org", "http://b:2/")]
    public void For_OtherRequests_FollowsTheRulesOfTheirScheme(string destination, string environment, string? expected) =>
        Assert.Equal(expected, ProxyRules.For(new Uri(destination), Read(environment))?.GetProxy(Endpoint).ToString());

    [Theory]
    [InlineData("https://a.b.org", "b.org", true)]
    [InlineData("https://a.b.org", ".b.org", true)]
    [InlineData("https://a.b.org", "*.b.org", true)]
    [InlineData("https://b.org", ".b.org", true)]
    [InlineData("https://a.b.org", "A.B.ORG.", true)]
    [InlineData("https://a.b.org", "other.org, b.org", true)]
    [InlineData("https://a.b.org", "other.org b.org", true)]
    [InlineData("https://a.b.org", "*", true)]
    [InlineData("https://a.b.org", "b.org:443", true)]
    [InlineData("https://a.b.org", "b.org:444", false)]
    [InlineData("https://a.b.org", "xb.org", false)]
    [InlineData("https://xb.org", "b.org", false)]
    [InlineData("https://a.b.org", ",", false)]
    [InlineData("https://a.b.org", ":", false)]
    [InlineData("https://a.b.org", ".", false)]
    [InlineData("https://a.b.org", "a.b.org/8", false)]
    [InlineData("https://10.1.2.3", "10.0.0.0/8", true)]
    [InlineData("https://11.1.2.3", "10.0.0.0/8", false)]
    [InlineData("https://10.1.2.3", "10.1.2.3", true)]
    [InlineData("https://10.1.2.3", "2.3", false)]
    [InlineData("https://[fd00::1]", "fd00::/8", true)]
    [InlineData("https://[fd00::1]", "fd00::1", true)]
    [InlineData("https://[fd00::1]", "[fd00:0::1]", true)]
    [InlineData("https://[fd00::1]", "[fd00::1]:443", true)]
    [InlineData("https://[fd00::1]", "[fd00::1]:444", false)]
    public void For_NoProxy_FollowsTheRules(string destination, string exceptions, bool direct) =>
        Assert.Equal(direct, ProxyRules.For(new Uri(destination), Read($"https_proxy=http://p:1;no_proxy={exceptions}")) is null);

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST.")]
    [InlineData("db.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    public void For_Loopback_HasNoProxyInAnyClient(string host)
    {
        var all = Read(
            "grpc_proxy=http://p:1;https_proxy=http://p:1;http_proxy=http://p:1;all_proxy=socks5://broken;HTTP_PROXY=http://p:1");
        Assert.Null(ProxyRules.For(new Uri($"https://{host}"), all, grpc: true));
        Assert.Null(ProxyRules.For(new Uri($"https://{host}"), all));
        Assert.Null(ProxyRules.For(new Uri($"http://{host}:4566"), all));
    }

    [Fact]
    public void For_GrpcWithoutTls_HasNoProxy() =>
        Assert.Null(ProxyRules.For(new Uri("http://10.0.0.1:1"), Read("grpc_proxy=http://a:1"), grpc: true));

    [Fact]
    public void For_UserAndPassword_AreApartFromTheAddress()
    {
        var proxy = ProxyRules.For(Endpoint, Read("https_proxy=http://us%40er:pa%3Ass%20word@p:1"))!;

        Assert.Equal("http://p:1/", proxy.GetProxy(Endpoint).ToString());
        var login = Assert.IsType<NetworkCredential>(proxy.Credentials);
        Assert.Equal(("us@er", "pa:ss word"), (login.UserName, login.Password));
        Assert.Equal("https_proxy", proxy.Name);
    }

    [Theory]
    [InlineData("https_proxy", "socks5://user:hunter2@x:1")]
    [InlineData("https_proxy", "http://user:hunter2@")]
    [InlineData("HTTPS_PROXY", "http://user:12#hunter2@x:1")]
    [InlineData("https_proxy", "user:12/hunter2@x:1")]
    [InlineData("all_proxy", "http://user:12?hunter2@x:1")]
    [InlineData("ALL_PROXY", "hunter2://x")]
    [InlineData("https_proxy", "hunter2")]
    [InlineData("https_proxy", "http://hunter2")]
    [InlineData("https_proxy", "https://hunter2/")]
    [InlineData("https_proxy", "http://hunter2:")]
    [InlineData("https_proxy", "user:12@hunter2")]
    [InlineData("https_proxy", "http://[fd00::1]")]
    public void For_UnusableProxy_NamesTheVariableButNotItsValue(string variable, string value)
    {
        var error = Assert.Throws<ProxyVariableException>(() => ProxyRules.For(Endpoint, Read($"{variable}={value}")));

        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
        Assert.Contains("http://host:port", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy.internal:3128", "http://proxy.internal:3128/")]
    [InlineData("user:pass@proxy.internal:80", "http://proxy.internal/")]
    [InlineData("http://proxy.internal:80/", "http://proxy.internal/")]
    [InlineData("HTTPS://proxy.internal:443", "https://proxy.internal/")]
    [InlineData("http://[fd00::1]:3128", "http://[fd00::1]:3128/")]
    public void For_HostAndPort_IsAProxyWithAndWithoutAScheme(string value, string expected) =>
        Assert.Equal(expected, ProxyRules.For(Endpoint, Read($"https_proxy={value}"))!.GetProxy(Endpoint).ToString());

    [Fact]
    public void Client_UnusableProxy_IsAnErrorOfTheSettings()
    {
        var error = Assert.Throws<ZerobusException>(() => new Zerobus.Internal.Connections.ZerobusHttpHandler(
            new ZerobusClientOptions { Endpoint = Endpoint }, Read("HTTPS_PROXY=ftp://user:hunter2@x:1")));

        Assert.Equal(ZerobusErrorCode.ProxyInvalid, error.Code);
        Assert.Contains("HTTPS_PROXY", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void For_AnyText_IsAProxyOrNamesTheVariable() =>
        Gen.Select(Scheme, Gen.String[Gen.Char["ab1:/@#?[].% "], 0, 20]).Sample((scheme, rest) =>
        {
            try
            {
                var proxy = ProxyRules.For(Endpoint, name => name is "https_proxy" or "no_proxy" ? scheme + rest : null);
                Assert.True(
                    proxy is null || proxy.GetProxy(Endpoint) is { UserInfo: "", Scheme: "http" or "https", Host.Length: > 0 });
            }
            catch (ProxyVariableException e)
            {
                Assert.StartsWith("The variable https_proxy does not name", e.What, StringComparison.Ordinal);
            }
        });

    private static Func<string, string?> Read(string environment)
    {
        var variables = environment.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(static v => v.Split('=', 2)).ToDictionary(static v => v[0], static v => v[1]);
        return variables.GetValueOrDefault;
    }
}
