using Examples;
using Google.Protobuf;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Oidc;
using SqsIngestor.Emulator.Sts;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;
using Program = Examples.Program;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>Runs each example of docs/zerobus.md against the local Databricks, and looks at the rows.</summary>
public sealed class ExampleTests : IAsyncLifetime, IDisposable
{
    private static readonly string Tables =
        File.ReadAllText(RepositoryFiles.PathOf("tests", "SqsIngestor.Zerobus.Examples", "tables.sql"));

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _settings = [];
    private LocalDatabricks _databricks = null!;

    public async Task InitializeAsync()
    {
        _databricks = await LocalDatabricks.StartAsync(new LocalDatabricksOptions { PersistentStreams = true });
        foreach (var table in Tables.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            _databricks.Tables.Create(table);
        _settings["ZEROBUS_ENDPOINT"] = _databricks.ZerobusEndpoint.ToString();
        _settings["DATABRICKS_HOST"] = _databricks.WorkspaceUrl.ToString();
        _settings["DATABRICKS_CLIENT_ID"] = _databricks.ClientId;
        _settings["DATABRICKS_CLIENT_SECRET"] = _databricks.ClientSecret;
    }

    public async Task DisposeAsync() => await _databricks.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("write", 1000)]
    [InlineData("batches", 100)]
    [InlineData("acks", 200)]
    [InlineData("parallel", 1000)]
    [InlineData("shared", 5)]
    [InlineData("statistics", 10)]
    [InlineData("transport", 1)]
    [InlineData("errors", 0)]
    public async Task Example_Runs_RowsAreThereOnce(string name, long rows)
    {
        await RunAsync(name);

        Assert.Equal(rows, Scalar("SELECT count(*) FROM main.sales.orders"));
        Assert.Equal(rows, Scalar("SELECT count(DISTINCT (order_id, amount)) FROM main.sales.orders"));
    }

    [Fact]
    public async Task Json_Runs_RowIsThere()
    {
        await RunAsync("json");

        Assert.Equal(1L, Scalar("SELECT count(*) FROM main.web.events WHERE event_id = 'e-1' AND path = '/cart'"));
    }

    [Fact]
    public async Task Refused_Runs_OthersAreThere()
    {
        await RunAsync("refused");

        Assert.Equal("order-1,order-3", Scalar("SELECT string_agg(order_id, ',' ORDER BY order_id) FROM main.sales.orders"));
    }

    [Fact]
    public async Task Order_Runs_BothAreThere()
    {
        await RunAsync("order");

        Assert.Equal(2L, Scalar("SELECT count(*) FROM main.sales.orders WHERE order_id = 'order-1'"));
    }

    [Fact]
    public async Task Replay_Runs_EveryOrderIsThere()
    {
        // What the first stream has committed is unacked, and so written again.
        await RunAsync("replay");

        Assert.Equal(100L, Scalar("SELECT count(DISTINCT order_id) FROM main.sales.orders"));
    }

    [Fact]
    public async Task SecretStore_SecretIsRotated_ReadsItAgain()
    {
        _settings["SECRET_FILE"] = Path.Combine(_folder.Path, "secret");
        await File.WriteAllTextAsync(_settings["SECRET_FILE"], _databricks.ClientSecret);
        await RunAsync("secret-store");
        var reads = new Queue<string>([_databricks.ClientSecret, "rotated"]);
        var credentials = new StoredCredentials(_databricks.ClientId, _ => Task.FromResult(reads.Dequeue()));

        var first = await credentials.GetAsync(default);
        var second = await credentials.RenewAsync(first, default);

        Assert.Equal(1L, Scalar("SELECT count(*) FROM main.sales.orders"));
        Assert.Equal("rotated", second!.ClientSecret);
        Assert.Same(second, await credentials.GetAsync(default));
    }

    [Fact]
    public async Task WithoutSecret_Runs_RowIsThere()
    {
        await using var issuer = await LocalSecurityTokenService.StartAsync();
        var audience = new Uri(_databricks.WorkspaceUrl, "/oidc/v1/token").ToString();
        _databricks.FederationPolicies.Add(new FederationPolicy(issuer.Issuer, audience, issuer.RoleArn));
        _settings["DATABRICKS_OIDC_TOKEN_FILEPATH"] = Path.Combine(_folder.Path, "token");
        await File.WriteAllTextAsync(
            _settings["DATABRICKS_OIDC_TOKEN_FILEPATH"], issuer.Issue(new LocalIdentityToken { Audience = audience }));

        await RunAsync("without-secret");

        Assert.Equal(1L, Scalar("SELECT count(*) FROM main.sales.orders"));
    }

    [Fact]
    public async Task Persistent_ConnectionEndsWithoutAcks_RowsAreThereOnce()
    {
        _settings["STREAM_FILE"] = Path.Combine(_folder.Path, "stream");
        _databricks.Faults.HoldAcks = true;
        var run = RunAsync("persistent");
        await Eventually.HoldsAsync(() => (long)Scalar("SELECT count(*) FROM main.sales.orders")! == 100);

        _databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "restart");
        _databricks.Faults.HoldAcks = false;
        await run;

        Assert.Equal(100L, Scalar("SELECT count(*) FROM main.sales.orders"));
        Assert.False(File.Exists(_settings["STREAM_FILE"]));
    }

    [Fact]
    public async Task Persistent_EarlierRunEnded_GoesOnBehindTheLastCommit()
    {
        _settings["STREAM_FILE"] = Path.Combine(_folder.Path, "stream");
        var options = new ZerobusClientOptions
        {
            Endpoint = _databricks.ZerobusEndpoint,
            Preview = new ZerobusPreviewOptions { PersistentStreams = true },
        };
        await Connect.UseAsync(_settings, options, async client =>
        {
            await using var stream = await client.OpenStreamAsync(
                Program.Orders with { Persistent = new PersistentStreamOptions() });
            await File.WriteAllTextAsync(_settings["STREAM_FILE"], stream.StreamId);
            for (var i = 0; i < 40; i++)
                await stream.WriteAsync(new Sales.Order { OrderId = $"order-{i}", Amount = i }.ToByteArray());
        });

        await RunAsync("persistent");

        Assert.Equal(100L, Scalar("SELECT count(*) FROM main.sales.orders"));
        Assert.Equal(100L, Scalar("SELECT count(DISTINCT order_id) FROM main.sales.orders"));
    }

    [Fact]
    public async Task Avro_LocalServer_SaysThatItIsNotServed()
    {
        var error = await Assert.ThrowsAsync<ZerobusException>(() => RunAsync("avro"));

        Assert.Contains("AVRO is not served here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Avro_ScriptedServer_HasTheSchemaAndTheDatum()
    {
        await using var server = await ScriptedZerobus.StartAsync();
        _settings["ZEROBUS_ENDPOINT"] = server.Endpoint.ToString();

        await RunAsync("avro");

        Assert.Contains("\"order_id\"", server.State.Connections[0].AvroSchema, StringComparison.Ordinal);
        Assert.Equal([14, .. "order-1"u8, 40], Assert.Single(server.State.Durable).ToArray());
    }

    [Fact]
    public void Examples_AllHaveATest()
    {
        var source = File.ReadAllText(RepositoryFiles.PathOf("tests", "SqsIngestor.Zerobus.Tests", "ExampleTests.cs"));

        Assert.Equal(
            [],
            Program.Examples.Keys.Where(name => !source.Contains($"(\"{name}\"", StringComparison.Ordinal)));
    }

    private Task RunAsync(string name) => Program.Examples[name](_settings);

    private object? Scalar(string sql) => _databricks.Tables.Query(sql).Scalar;
}
