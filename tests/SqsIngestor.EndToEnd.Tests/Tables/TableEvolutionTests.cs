using System.Net;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.EndToEnd.Tests.Tables;

/// <summary>A table gets or loses columns, and the function follows without being compiled again.</summary>
public sealed class TableEvolutionTests
{
    private static readonly string Sql = TestFiles.Read("events.sql");
    private static readonly string Body = TestFiles.Read("events.json");
    private static readonly TableName EventsTable = new("main", "raw", "events");
    private static readonly Column Extra = new("extra", DeltaTypeText.Parse("string"));

    [Fact]
    public async Task UnityCatalog_NoDescriptorIsDeployed_AutoColumnsHaveTheMeaningOfTheirTypes()
    {
        using var folder = new TemporaryFolder();
        await using var deployment = await Deployment.StartAsync(Options(folder));

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("m", Body)))));

        var row = deployment.Query(
            "SELECT id, placed, total, detail.seen, detail.note, lines[1].placed, lines[1].sku FROM main.raw.events").Rows
            .Single();
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal([7L, noon, 1.50m, new DateOnly(2026, 3, 2), "n", noon.AddHours(-12), "a"], row);
        Assert.Contains("from Unity Catalog in", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnityCatalog_ColumnIsAdded_ArrivesWithTheNextStart()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder);
        await using var deployment = await Deployment.StartAsync(options);
        deployment.Databricks.Tables.AddColumn(EventsTable, Extra);

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("before", Body)))));
        await deployment.RedeployAsync(options);
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("after", Body)))));

        Assert.Equal(
            [null, "x"], deployment.Query("SELECT extra FROM main.raw.events ORDER BY extra NULLS FIRST").Rows.Select(r => r[0]));
    }

    [Fact]
    public async Task UnityCatalog_ServiceRefusesTheOldSchema_TheFunctionGoesOnWithTheNewOne()
    {
        using var folder = new TemporaryFolder();
        await using var deployment = await Deployment.StartAsync(Options(folder));
        await deployment.InvokeAsync(Events.Of(("before", Body)));
        deployment.Databricks.Tables.Create(
            Sql.Replace("CREATE TABLE", "CREATE OR REPLACE TABLE", StringComparison.Ordinal)
            .Replace("total DECIMAL(9,2)", "extra STRING", StringComparison.Ordinal));

        // The stream may find out in the middle of the first batch; the messages of the next one must land.
        await deployment.InvokeAsync(Events.Of(("during", Body)));
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("after", Body)))));

        Assert.Equal("x", deployment.Query("SELECT DISTINCT extra FROM main.raw.events").Scalar);
        Assert.Contains("uses the new schema", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnityCatalog_DoesNotAnswerInTime_TheBatchComesBackAndALaterOneAsksAgain()
    {
        using var folder = new TemporaryFolder();
        FaultProxy? workspace = null;
        var environment = new Dictionary<string, string?>();
        await using var deployment = await Deployment.StartAsync(Options(folder) with
        {
            Timeout = TimeSpan.FromSeconds(4),
            Environment = environment,
            BeforeStart = databricks =>
            {
                workspace = new FaultProxy(new(IPAddress.Loopback, databricks.WorkspaceUrl.Port));
                environment["DATABRICKS_HOST"] = $"http://{workspace.Address}";
            },
        });
        await using var closing = workspace!;
        await deployment.InvokeAsync(Events.Of(("before", Body)));
        deployment.Databricks.Tables.Create(
            Sql.Replace("CREATE TABLE", "CREATE OR REPLACE TABLE", StringComparison.Ordinal)
            .Replace("total DECIMAL(9,2)", "extra STRING", StringComparison.Ordinal));

        // The connection that the schemas came over leads nowhere now. The stream may end with the first batch only.
        closing.Swallow();
        for (
            var i = 0; i < 3
                && !deployment.FunctionOutput.Contains("Unity Catalog did not answer in time", StringComparison.Ordinal); i++)
        {
            var result = await deployment.InvokeAsync(Events.Of(("during", Body)));
            Assert.True(
                result.Outcome == InvocationOutcome.FunctionError || Events.FailedIds(result) is ["during"],
                deployment.FunctionOutput);
        }
        Assert.Contains("Unity Catalog did not answer in time", deployment.FunctionOutput, StringComparison.Ordinal);
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("during", Body)))));

        Assert.Equal("x", deployment.Query("SELECT DISTINCT extra FROM main.raw.events").Scalar);
    }

    [Fact]
    public async Task UnityCatalog_IsDown_TheDeployedDescriptorCounts()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("events.sql", Sql);
        Assert.Equal(
            0, (await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", sql, "--output", folder.Path)).ExitCode);
        await using var deployment = await Deployment.StartAsync(
            Options(folder) with { DescriptorPath = folder["descriptors"], BeforeStart = CatalogIsDown });

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("m", Body)))));

        Assert.Equal(1.50m, deployment.Query("SELECT total FROM main.raw.events").Scalar);
        Assert.Contains("until the next start", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnityCatalog_IsDownAndNothingIsDeployed_IsAnInitError()
    {
        using var folder = new TemporaryFolder();

        var error = await Assert.ThrowsAsync<LambdaInitException>(
            () => Deployment.StartAsync(Options(folder) with { BeforeStart = CatalogIsDown }));

        Assert.Equal("Function.ZerobusUnavailable", error.ErrorType);
        Assert.Contains("No descriptor set events.binpb is deployed", error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("answered 503", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnityCatalog_TableIsMissing_IsAnInitErrorThatNamesIt()
    {
        using var folder = new TemporaryFolder();
        var options =
            Options(folder) with { Environment = new Dictionary<string, string?> { ["TABLE_NAME"] = "main.raw.nowhere" } };

        var error = await Assert.ThrowsAsync<LambdaInitException>(() => Deployment.StartAsync(options));

        Assert.Equal("Function.MappingInvalid", error.ErrorType);
        Assert.Contains("The table main.raw.nowhere does not exist", error.ErrorMessage, StringComparison.Ordinal);
    }

    // The walk-through of README: ALTER TABLE, pull, a line in the mapping, deploy.
    [Fact]
    public async Task DescriptorFile_ColumnIsAdded_ArrivesWhenTheDescriptorIsRedeployed()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("events.sql", Sql);
        string[] pull = ["schema", "pull", "--from-sql", sql, "--with-mapping", "--output", folder.Path];
        Assert.Equal(0, (await SqsIngestorProgram.RunAsync(pull)).ExitCode);
        var options = new DeploymentOptions
        {
            Sql = Sql,
            MappingFile = folder["mappings", "events.yaml"],
            DescriptorPath = folder["descriptors"],
        };
        await using var deployment = await Deployment.StartAsync(options);
        deployment.Databricks.Tables.AddColumn(EventsTable, Extra);
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("before", Body)))));

        var live = new Dictionary<string, string>
        {
            ["DATABRICKS_HOST"] = deployment.Databricks.WorkspaceUrl.ToString(),
            ["DATABRICKS_CLIENT_ID"] = deployment.Databricks.ClientId,
            ["DATABRICKS_CLIENT_SECRET"] = deployment.Databricks.ClientSecret,
            ["DATABRICKS_TOKEN"] = "",
        };
        var pulled = await SqsIngestorProgram.RunWithAsync(
            live, "schema", "pull", "--table", "main.raw.events", "--output", folder.Path, "--force");
        await File.AppendAllTextAsync(options.MappingFile, "  extra: $.body.extra\n");
        var check = await SqsIngestorProgram.RunWithAsync(live, "check", options.MappingFile, "--against", "uc:");
        await deployment.RedeployAsync(options);
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("after", Body)))));

        Assert.True(pulled.ExitCode == 0, pulled.Errors);
        Assert.True(check.ExitCode == 0, check.Output + check.Errors);
        Assert.Equal(
            [null, "x"], deployment.Query("SELECT extra FROM main.raw.events ORDER BY extra NULLS FIRST").Rows.Select(r => r[0]));
    }

    private static void CatalogIsDown(LocalDatabricks databricks) => databricks.Faults.CatalogStatus = 503;

    private static DeploymentOptions Options(TemporaryFolder folder) =>
        new()
        {
            Sql = Sql,
            MappingFile = folder.Write("events.yaml", TestFiles.Read("events.yaml")),
            DescriptorPath = folder.Path,
        };
}
