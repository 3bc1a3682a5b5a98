using System.Text.Json;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Tables.Queries;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests;

/// <summary>
/// The whole path for one test: a local Databricks with a table, and the real Lambda program as its own process.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    // One for each invocation whose lines have all arrived: the metrics are the last of them.
    private readonly SemaphoreSlim _told;
    private bool _terminated;

    private Deployment(LocalDatabricks databricks, LocalLambda lambda, TableName table, SemaphoreSlim told) =>
        (Databricks, Lambda, Table, _told) = (databricks, lambda, table, told);

    public LocalDatabricks Databricks { get; }

    public LocalLambda Lambda { get; private set; }

    public TableName Table { get; }

    public string FunctionOutput => string.Join('\n', Lambda.Output.Select(l => l.Text));

    /// <summary>The metrics of each invocation so far, in order.</summary>
    public IReadOnlyList<JsonElement> Metrics =>
        [.. Lambda.Output.Where(IsMetrics).Select(l => JsonDocument.Parse(l.Text).RootElement)];

    public static async Task<Deployment> StartAsync(DeploymentOptions? options = null)
    {
        options ??= new DeploymentOptions();
        var databricks = await LocalDatabricks.StartAsync(options.Databricks);
        try
        {
            var tables =
                CreateTableStatement.ParseAll(options.Sql).Select(statement => statement.ToTable("main", "raw")).ToList();
            foreach (var each in tables) databricks.Tables.Create(each);
            var table = tables[0].Name;
            databricks.Faults.HoldAcks = options.HoldAcks;
            options.BeforeStart(databricks);
            var told = new SemaphoreSlim(0);
            var lambda = await LocalLambda.StartAsync(LambdaOptions(options, databricks, table, told));
            return new Deployment(databricks, lambda, table, told);
        }
        catch
        {
            await databricks.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the service has seen something.</summary>
    public Task SeenAsync(Func<EmulatorStatistics, bool> condition) =>
        Databricks.Statistics.WaitUntilAsync(condition).WaitAsync(Eventually.Patience);

    /// <summary>
    /// Takes a short invocation time back. Tests of what the function does when a service fails give it seconds until its
    /// deadline; once the service is well again, no deadline may fail the test on a busy machine.
    /// </summary>
    public void GiveTime() => Lambda.Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Ends the function and starts it again, as a new version does. Tables and rows stay.</summary>
    public async Task RedeployAsync(DeploymentOptions options)
    {
        await Lambda.DisposeAsync();
        Lambda = await LocalLambda.StartAsync(LambdaOptions(options, Databricks, Table, _told));
    }

    /// <summary>Invokes the function, and waits until what it wrote meanwhile has arrived.</summary>
    public async Task<InvocationResult> InvokeAsync(byte[] payload)
    {
        var result = await Lambda.InvokeAsync(payload);
        if (result.Outcome is InvocationOutcome.Succeeded or InvocationOutcome.FunctionError)
        {
            Assert.True(await _told.WaitAsync(Eventually.Patience), FunctionOutput);
        }
        return result;
    }

    public QueryResult Query(string sql) =>
        Databricks.Tables.Query(sql.Replace("$table", Table.ToString(), StringComparison.Ordinal));

    /// <summary>Ends the function's process as Lambda does, and waits until it has ended.</summary>
    public async Task TerminateAsync()
    {
        if (!_terminated) await Lambda.DisposeAsync();
        _terminated = true;
    }

    public async ValueTask DisposeAsync()
    {
        await TerminateAsync();
        await Databricks.DisposeAsync();
    }

    // A start that fails writes metrics too, and belongs to no invocation.
    private static bool IsMetrics(OutputLine line) => line.Text.Contains("\"_aws\"", StringComparison.Ordinal)
        && line.Text.Contains("\"MessagesReceived\":", StringComparison.Ordinal);

    private static LocalLambdaOptions LambdaOptions(
        DeploymentOptions options, LocalDatabricks databricks, TableName table, SemaphoreSlim told)
    {
        var environment = new Dictionary<string, string>
        {
            ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
            ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
            ["DATABRICKS_CLIENT_SECRET"] = databricks.ClientSecret,
            ["ZEROBUS_ENDPOINT"] = options.Endpoint(databricks).ToString(),
            ["TABLE_NAME"] = table.ToString(),
            ["MAPPING_FILE"] = options.MappingFile,
            ["DESCRIPTOR_PATH"] = options.DescriptorPath,
        };
        foreach (var (name, value) in options.Environment)
        {
            if (value is null) environment.Remove(name);
            else environment[name] = value;
        }
        // A busy machine may take long to start a process that also has to compile its code, and to answer after a deadline that
        // the function has kept in mind. A function that forgets its deadline is still killed.
        return new LocalLambdaOptions
        {
            FileName = FunctionProgram(),
            Environment = environment,
            InitTimeout = TimeSpan.FromMinutes(1),
            Timeout = options.Timeout,
            TimeoutGrace = TimeSpan.FromMinutes(1),
            ShutdownTimeout = options.ShutdownTimeout,
            OnOutput = line =>
            {
                if (IsMetrics(line)) told.Release();
            },
        };
    }

    /// <summary>
    /// FUNCTION_PROGRAM names another program, such as the native one; default: the one that was built with the tests.
    /// </summary>
    public static string FunctionProgram()
    {
        if (Environment.GetEnvironmentVariable("FUNCTION_PROGRAM") is { Length: > 0 } given) return Path.GetFullPath(given);
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return RepositoryFiles.PathOf(
            "artifacts", "bin", "SqsIngestor.Lambda", configuration, OperatingSystem.IsWindows() ? "bootstrap.exe" : "bootstrap");
    }
}
