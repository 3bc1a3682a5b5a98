using System.Net;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Rest;

/// <summary>How the client of Unity Catalog reaches it.</summary>
public sealed class CatalogConnectionTests
{
    private const string Table =
        """
        {"full_name":"main.sales.orders","table_type":"MANAGED","data_source_format":"DELTA",
        "columns":[{"name":"id","type_text":"bigint","position":0}]}
        """;

    private static readonly TableName Orders = new("main", "sales", "orders");

    [Fact]
    public async Task GetTable_AnAddressOfTheWorkspaceIsDead_TheOtherIsUsed()
    {
        await using var workspace = CannedServer.Answering(200, Table);
        using var dead = new SwallowingListener(IPAddress.Parse("127.0.0.2"), workspace.Port);
        using var client = Client(new Uri($"http://workspace.test:{workspace.Port}"), options => options with
        {
            Resolver = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]),
            Timeout = Eventually.Patience,
        });

        var table = await client.GetTableAsync(Orders, default).WaitAsync(Eventually.Patience);

        Assert.Equal(Orders, table.Name);
    }

    [Theory]
    [InlineData("https_proxy")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("all_proxy")]
    public async Task GetTable_AProxyInTheEnvironment_IsUsedAndNamed(string variable)
    {
        await using var proxy = CannedServer.Proxy();
        using var client = Client(
            new Uri("https://workspace.test"), options => options with { Variables = Only(variable, proxy.Url.ToString()) });

        var error = await Assert.ThrowsAsync<CatalogException>(
            () => client.GetTableAsync(Orders, default).WaitAsync(Eventually.Patience));

        Assert.Equal(["CONNECT workspace.test:443 HTTP/1.1"], proxy.Requests);
        Assert.Equal(CatalogErrorCode.Unreachable, error.Code);
        Assert.Contains($"through the proxy of {variable}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP_PROXY")]
    [InlineData("all_proxy")]
    public async Task GetTable_Loopback_NeverGoesThroughAProxy(string variable)
    {
        await using var proxy = CannedServer.Proxy();
        await using var workspace = CannedServer.Answering(200, Table);
        using var client = Client(
            workspace.Url, options => options with { Variables = Only(variable, proxy.Url.ToString()) });

        await client.GetTableAsync(Orders, default).WaitAsync(Eventually.Patience);

        Assert.Empty(proxy.Requests);
        Assert.Single(workspace.Requests);
    }

    [Fact]
    public void Client_UnusableProxy_IsAnErrorThatNamesTheVariable()
    {
        var error = Assert.Throws<CatalogException>(() => Client(
            new Uri("https://workspace.test"),
            static options => options with { Variables = Only("all_proxy", "socks5://user:hunter2@x:1") }));

        Assert.Equal((CatalogErrorCode.ProxyInvalid, false), (error.Code, error.IsTransient));
        Assert.Contains("all_proxy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetTable_ARedirect_IsNamedAndNotFollowed()
    {
        await using var elsewhere = CannedServer.Answering(200, Table);
        await using var workspace = CannedServer.Answering(
            302, """{"error_code":"x"}""", headers: $"Location: {elsewhere.Url}login\r\n");
        using var client = Client(workspace.Url, static options => options);

        var error = await Assert.ThrowsAsync<CatalogException>(
            () => client.GetTableAsync(Orders, default).WaitAsync(Eventually.Patience));

        Assert.Equal(CatalogErrorCode.NotTheCatalog, error.Code);
        Assert.Contains("answered 302, a redirect", error.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    private static Func<string, string?> Only(string variable, string value) => name => name == variable ? value : null;

    private static UnityCatalogClient Client(Uri workspace, Func<UnityCatalogOptions, UnityCatalogOptions> tune) =>
        new(tune(new UnityCatalogOptions { WorkspaceUrl = workspace, Attempts = 1 }), new StaticCatalogToken("t"),
            clock: new PatientClock());
}
