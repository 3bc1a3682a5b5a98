using System.Net;
using System.Text.Json;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.EndToEnd.Tests.Lifecycle;

/// <summary>What a deployment asks the real function before it sends messages to it.</summary>
public sealed class ProbeTests
{
    private static readonly TableName OrdersTable = TableName.Parse("main.sales.orders");
    private static readonly TableName EventsTable = TableName.Parse("main.sales.order_events");

    private static async Task<Deployment> StartAsync(params (string Name, string? Value)[] environment)
    {
        var sql = await File.ReadAllTextAsync(RepositoryFiles.PathOf("descriptors", "orders.sql"));
        var quarantine = (await File.ReadAllTextAsync(RepositoryFiles.PathOf("descriptors", "quarantine.sql")))
            .Replace("TABLE quarantine", "TABLE main.ops.quarantine", StringComparison.Ordinal);
        return await Deployment.StartAsync(new DeploymentOptions
        {
            MappingFile = RepositoryFiles.PathOf("mappings", "orders.yaml"),
            Sql = sql + quarantine,
            Environment = environment.Append(("TABLE_NAME", null)).ToDictionary(each => each.Item1, each => each.Item2),
        });
    }

    private static Task<InvocationResult> ProbeAsync(Deployment deployment) =>
        deployment.InvokeAsync(ProbeEvent.Utf8.ToArray());

    private static void AssertFailed(InvocationResult result, string errorType, params string[] parts)
    {
        Assert.Equal((InvocationOutcome.FunctionError, errorType), (result.Outcome, result.ErrorType));
        Assert.All(parts, part => Assert.Contains(part, result.ErrorMessage, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Probe_EveryTableIsOpen_NamesThemAndWritesNoRow()
    {
        await using var deployment = await StartAsync();

        var result = await ProbeAsync(deployment);

        using var response = JsonDocument.Parse(Events.Response(result));
        Assert.Empty(response.RootElement.GetProperty("batchItemFailures").EnumerateArray());
        var probe = response.RootElement.GetProperty("probe");
        Assert.Equal(
            ["main.ops.quarantine", "main.sales.order_events", "main.sales.orders"],
            probe.GetProperty("tables").EnumerateArray().Where(static table => table.GetProperty("open").GetBoolean())
                .Select(static table => table.GetProperty("table").GetString()).Order(StringComparer.Ordinal));
        var metrics = Assert.Single(deployment.Metrics);
        Assert.Equal(metrics.GetProperty("configSha256").GetString(), probe.GetProperty("config_sha256").GetString());
        Assert.Equal(
            (0, 0), (metrics.GetProperty("RowsDurable").GetInt32(), metrics.GetProperty("InvocationErrors").GetInt32()));
        Assert.Equal(0L, deployment.Query("SELECT count(*) FROM main.sales.orders").Scalar);
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Sample("orders", prefix: ""))));
    }

    [Fact]
    public async Task Probe_GrantRevokedAndTableDropped_NamesBothUntilTheyAreBack()
    {
        await using var deployment = await StartAsync();
        var table = deployment.Databricks.Tables.Find(EventsTable)!;
        deployment.Databricks.Faults.RevokeGrants(OrdersTable);
        deployment.Databricks.Tables.Drop(EventsTable);

        var result = await ProbeAsync(deployment);

        AssertFailed(
            result, "Function.CredentialsInvalid", $"{OrdersTable}: PermissionDenied", $"{EventsTable}: TableNotFound");
        Assert.DoesNotContain("quarantine", result.ErrorMessage, StringComparison.Ordinal);
        var metrics = Assert.Single(deployment.Metrics);
        Assert.Equal(
            (1, "CredentialsInvalid"),
            (metrics.GetProperty("InvocationErrors").GetInt32(), metrics.GetProperty("ErrorType").GetString()));

        deployment.Databricks.Tables.Create(table);
        AssertFailed(await ProbeAsync(deployment), "Function.CredentialsInvalid", $"{OrdersTable}: PermissionDenied");
        deployment.Databricks.Faults.RestoreGrants(OrdersTable);
        Events.Response(await ProbeAsync(deployment));
    }

    [Fact]
    public async Task Probe_ServerIsDown_NamesTheTable()
    {
        FaultProxy? proxy = null;
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions
        {
            Endpoint = databricks =>
            {
                proxy = new FaultProxy(new(IPAddress.Loopback, databricks.ZerobusEndpoint.Port));
                return new Uri($"http://{proxy.Address}");
            },
        });
        await proxy!.DisposeAsync();

        AssertFailed(await ProbeAsync(deployment), "Function.ZerobusUnavailable", $"{deployment.Table}: ConnectionFailed");
    }

    [Fact]
    public async Task Probe_TableOfTheCatalog_IsOpenUntilItIsDropped()
    {
        using var mapping = new TemporaryFile(
            "version: 1\ndescriptor: unity-catalog\ntable: main.raw.events\ncolumns:\n  id: $.message.messageId\n");
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions
        {
            Sql = "CREATE TABLE main.raw.events (id STRING NOT NULL)",
            MappingFile = mapping.Path,
            DescriptorPath = mapping.Path + ".none",
        });

        Assert.Contains(
            """{"table":"main.raw.events","open":true}""", Events.Response(await ProbeAsync(deployment)),
            StringComparison.Ordinal);

        deployment.Databricks.Tables.Drop(deployment.Table);
        AssertFailed(await ProbeAsync(deployment), "Function.ZerobusUnavailable", "main.raw.events: TableNotFound");
    }

    [Fact]
    public async Task Probe_WithMessages_IsRefusedAndWritesNoRow()
    {
        await using var deployment = await Deployment.StartAsync();
        var records = System.Text.Encoding.UTF8.GetString(Events.Of(("m", "x")));

        var result = await deployment.InvokeAsync(
            System.Text.Encoding.UTF8.GetBytes(records.TrimEnd()[..^1] + ",\"probe\":true}"));

        AssertFailed(result, "Function.EventInvalid", "a probe must not have records");
        Assert.Equal(0L, deployment.Query("SELECT count(*) FROM $table").Scalar);
    }

    [Fact]
    public async Task Probe_BesideBatchesInConcurrentLoops_EachLineHasTheIdOfItsInvocation()
    {
        await using var deployment = await StartAsync(("AWS_LAMBDA_MAX_CONCURRENCY", "4"));
        var order = Events.Sample("orders", prefix: "");

        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? ProbeAsync(deployment) : deployment.InvokeAsync(order)));

        Assert.All(results, static result => Assert.Equal(InvocationOutcome.Succeeded, result.Outcome));
        Assert.Equal(results.Where((_, i) => i % 2 == 0).Select(static r => r.RequestId).Order(), Ids("ProbePassed"));
        Assert.Equal(results.Where((_, i) => i % 2 == 1).Select(static r => r.RequestId).Order(), Ids("BatchDone"));

        IEnumerable<string?> Ids(string name) => Lines(deployment)
            .Where(line => line.GetProperty("event").GetString() == name).Select(RequestId).Order();
    }

    [Fact]
    public async Task Invoke_LinesOfTheInvocation_HaveItsIdsAndOthersHaveNone()
    {
        await using var deployment =
            await Deployment.StartAsync(new DeploymentOptions { ShutdownTimeout = TimeSpan.FromMinutes(1) });
        deployment.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");
        await deployment.SeenAsync(static seen => seen.StreamsEnded == 1);

        var first = await deployment.InvokeAsync(
            Events.Raw(["""{"messageId":"bad","body":"\ud800","eventSource":"aws:sqs"}"""]));
        var second = await deployment.InvokeAsync(Events.Of(("good", "x")));
        await deployment.TerminateAsync();

        Assert.Equal(first.RequestId, RequestId(Line("MessageRefused")));
        Assert.Equal(
            [first.RequestId, second.RequestId],
            Lines(deployment).Where(static line => line.GetProperty("event").GetString() == "BatchDone").Select(RequestId));
        // The stream was opened at the start, and gets its second connection for the row of the second invocation.
        var opened = Lines(deployment).Where(static line => line.GetProperty("event").GetString() == "ZerobusStreamOpened");
        Assert.Equal([null, second.RequestId], opened.Select(RequestId));
        Assert.Null(RequestId(Line("Ready")));
        Assert.Null(RequestId(Line("Stopped")));
        Assert.Matches("^1-", Line("MessageRefused").GetProperty("traceId").GetString());

        JsonElement Line(string name) =>
            Lines(deployment).Single(line => line.GetProperty("event").GetString() == name);
    }

    private static List<JsonElement> Lines(Deployment deployment) =>
    [
        .. deployment.FunctionOutput.Split('\n').Where(static line => line.Contains("\"event\":", StringComparison.Ordinal))
            .Select(static line => JsonDocument.Parse(line).RootElement),
    ];

    private static string? RequestId(JsonElement line) =>
        line.TryGetProperty("requestId", out var id) ? id.GetString() : null;
}
