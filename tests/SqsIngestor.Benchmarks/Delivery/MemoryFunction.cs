using System.Text;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Benchmarks.Delivery;

/// <summary>The native program of a memory size with a mapping, against a local Databricks that keeps no row.</summary>
internal sealed class MemoryFunction : IAsyncDisposable
{
    private readonly LocalDatabricks _databricks;
    private readonly LocalLambda _lambda;

    private MemoryFunction(LocalDatabricks databricks, LocalLambda lambda) => (_databricks, _lambda) = (databricks, lambda);

    /// <summary>The process.</summary>
    public int ProcessId => _lambda.ProcessId ?? throw new InvalidOperationException("The process has ended.");

    /// <summary>The lines that it has written.</summary>
    public IEnumerable<string> Lines => _lambda.Output.Select(static line => line.Text);

    /// <param name="program">The program.</param>
    /// <param name="megabytes">AWS_LAMBDA_FUNCTION_MEMORY_SIZE.</param>
    /// <param name="mapping">The mapping file.</param>
    /// <param name="descriptors">The folder of descriptor sets.</param>
    /// <param name="sql">Creates the tables.</param>
    /// <param name="table">TABLE_NAME; null if the mapping names its tables.</param>
    /// <param name="ackDelay">From a record's arrival to its ack.</param>
    public static async Task<MemoryFunction> StartAsync(
        string program, int megabytes, string mapping, string descriptors, string sql, string? table, TimeSpan ackDelay)
    {
        var databricks = await LocalDatabricks.StartAsync(new LocalDatabricksOptions { StoreRows = false, AckDelay = ackDelay });
        foreach (var statement in CreateTableStatement.ParseAll(sql))
            databricks.Tables.Create(statement.ToTable("main", "ops"));
        var environment = new Dictionary<string, string>
        {
            ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
            ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
            ["DATABRICKS_CLIENT_SECRET"] = databricks.ClientSecret,
            ["ZEROBUS_ENDPOINT"] = databricks.ZerobusEndpoint.ToString(),
            ["MAPPING_FILE"] = mapping,
            ["DESCRIPTOR_PATH"] = descriptors,
        };
        if (table is not null) environment["TABLE_NAME"] = table;
        var lambda = await LocalLambda.StartAsync(new LocalLambdaOptions
        {
            FileName = program,
            Environment = environment,
            MemorySize = megabytes,
            InitTimeout = TimeSpan.FromSeconds(30),
        });
        return new(databricks, lambda);
    }

    /// <summary>Delivers an event.</summary>
    /// <returns>The partial batch response.</returns>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public async Task<string> DeliverAsync(byte[] payload)
    {
        var result = await _lambda.InvokeAsync(payload);
        return result.Outcome == InvocationOutcome.Succeeded
            ? Encoding.UTF8.GetString(result.Response.Span)
            : throw new InvalidOperationException($"{result.Outcome}: {result.ErrorType} {result.ErrorMessage}");
    }

    public async ValueTask DisposeAsync()
    {
        await _lambda.DisposeAsync();
        await _databricks.DisposeAsync();
    }
}
