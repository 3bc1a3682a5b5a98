using System.Text;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Benchmarks.Delivery;

/// <summary>A scripted Zerobus service, tokens for it, and functions that deliver to it.</summary>
internal sealed class ScriptedTables : IAsyncDisposable
{
    private readonly LocalDatabricks _databricks;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sqs-ingestor-delivery-");

    private ScriptedTables(LocalDatabricks databricks, ScriptedZerobus service) => (_databricks, Service) = (databricks, service);

    public ScriptedZerobus Service { get; }

    /// <param name="script">The script of each connection.</param>
    public static async Task<ScriptedTables> StartAsync(Func<ScriptedConnection, Task> script) =>
        new(await LocalDatabricks.StartAsync(), await ScriptedZerobus.StartAsync(script));

    /// <summary>Starts a function that lands a message in the table that its body names: <c>{"table":"a"}</c>.</summary>
    /// <param name="program">The native program.</param>
    /// <param name="tables">The names of tables, one or more.</param>
    /// <param name="concurrency">Invocations at once in the process.</param>
    public Task<LocalLambda> LambdaAsync(string program, IReadOnlyList<string> tables, int concurrency = 1)
    {
        var mapping = new StringBuilder("version: 1\ndescriptor: sqs_messages.binpb\npayload: { decode: [json] }\ntables:\n");
        foreach (var table in tables)
        {
            mapping.Append($"  - table: main.raw.{table}\n    message: table_sqs_messages\n    when: body.table == '{table}'\n");
            mapping.Append("    auto: { from: $.message, names: snake_to_camel }\n");
            mapping.Append("    ignore: [queue_arn, ingested_at, ingested_date]\n");
        }
        var file = Path.Combine(_folder.FullName, "mapping.yaml");
        File.WriteAllText(file, mapping.ToString());
        return LocalLambda.StartAsync(new LocalLambdaOptions
        {
            FileName = program,
            InitTimeout = TimeSpan.FromSeconds(30),
            Environment = new Dictionary<string, string>
            {
                ["DATABRICKS_HOST"] = _databricks.WorkspaceUrl.ToString(),
                ["DATABRICKS_CLIENT_ID"] = _databricks.ClientId,
                ["DATABRICKS_CLIENT_SECRET"] = _databricks.ClientSecret,
                ["ZEROBUS_ENDPOINT"] = Service.Endpoint.ToString(),
                ["MAPPING_FILE"] = file,
                ["DESCRIPTOR_PATH"] = Path.Combine(AppContext.BaseDirectory, "descriptors"),
                ["AWS_LAMBDA_MAX_CONCURRENCY"] = $"{concurrency}",
            },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await _databricks.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
