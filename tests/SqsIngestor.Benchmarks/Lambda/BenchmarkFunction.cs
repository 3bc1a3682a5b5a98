using SqsIngestor.Catalog.Sql;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Benchmarks.Lambda;

/// <summary>
/// A local Databricks that checks records and keeps none, with a table and what a function needs to reach it. It shares the
/// machine with the function, so its work is in the times; of memory only the function's own counts.
/// </summary>
internal sealed class BenchmarkFunction : IAsyncDisposable
{
    private readonly LocalDatabricks _databricks;

    private BenchmarkFunction(LocalDatabricks databricks, Dictionary<string, string> environment) =>
        (_databricks, Environment) = (databricks, environment);

    /// <summary>The environment of the function.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <param name="sql">Creates the table.</param>
    /// <param name="mapping">The mapping file.</param>
    /// <param name="descriptors">The folder of the descriptor sets.</param>
    /// <param name="ackDelay">From a record's arrival to its ack.</param>
    public static async Task<BenchmarkFunction> StartAsync(string sql, string mapping, string descriptors, TimeSpan ackDelay)
    {
        var databricks = await LocalDatabricks.StartAsync(new LocalDatabricksOptions { StoreRows = false, AckDelay = ackDelay });
        var table = CreateTableStatement.ParseAll(sql).Single().ToTable("main", "raw");
        databricks.Tables.Create(table);
        return new(databricks, new Dictionary<string, string>
        {
            ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
            ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
            ["DATABRICKS_CLIENT_SECRET"] = databricks.ClientSecret,
            ["ZEROBUS_ENDPOINT"] = databricks.ZerobusEndpoint.ToString(),
            ["TABLE_NAME"] = table.Name.ToString(),
            ["MAPPING_FILE"] = mapping,
            ["DESCRIPTOR_PATH"] = descriptors,
            // The time of the compilation is read from a line's values.
            ["AWS_LAMBDA_LOG_FORMAT"] = "JSON",
        });
    }

    /// <summary>The table sqs_messages, with the files beside this program.</summary>
    public static Task<BenchmarkFunction> StartAsync(TimeSpan ackDelay)
    {
        var root = AppContext.BaseDirectory;
        return StartAsync(File.ReadAllText(Path.Combine(root, "descriptors", "sqs_messages.sql")),
            Path.Combine(root, "mappings", "sqs_messages.yaml"), Path.Combine(root, "descriptors"), ackDelay);
    }

    /// <summary>Starts the program and serves it the Runtime API.</summary>
    public Task<LocalLambda> LambdaAsync(string program) =>
        LocalLambda.StartAsync(
            new LocalLambdaOptions { FileName = program, Environment = Environment, InitTimeout = TimeSpan.FromSeconds(30) });

    public ValueTask DisposeAsync() => _databricks.DisposeAsync();
}
