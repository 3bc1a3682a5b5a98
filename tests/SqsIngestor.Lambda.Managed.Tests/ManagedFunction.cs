using System.Text;
using Amazon.Lambda.Serialization.SystemTextJson;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Lambda.Managed.Tests;

/// <summary>The function in this process, with Lambda's own serializer before it and a local Databricks behind it.</summary>
internal sealed class ManagedFunction : IAsyncDisposable
{
    private static readonly SourceGeneratorLambdaJsonSerializer<FunctionJson> Serializer = new();

    private readonly Function _function;

    private ManagedFunction(LocalDatabricks databricks, Function function, TableName table) =>
        (Databricks, _function, Table) = (databricks, function, table);

    public LocalDatabricks Databricks { get; }

    public TableName Table { get; }

    public static async Task<ManagedFunction> StartAsync(
        LocalDatabricksOptions? options = null, params (string Name, string? Value)[] changes)
    {
        var databricks = await LocalDatabricks.StartAsync(options);
        try
        {
            var table = databricks.Tables.Create(
                File.ReadAllText(RepositoryFiles.PathOf("descriptors", "sqs_messages.sql")), "main", "raw").Name;
            var variables = new Dictionary<string, string?>
            {
                ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
                ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
                ["DATABRICKS_CLIENT_SECRET"] = databricks.ClientSecret,
                ["ZEROBUS_ENDPOINT"] = databricks.ZerobusEndpoint.ToString(),
                ["TABLE_NAME"] = table.ToString(),
                ["MAPPING_FILE"] = RepositoryFiles.PathOf("mappings", "sqs_messages.yaml"),
                ["DESCRIPTOR_PATH"] = RepositoryFiles.PathOf("descriptors"),
            };
            foreach (var (name, value) in changes) variables[name] = value;
            return new(
                databricks, await Task.Run(() => new Function(name => variables.GetValueOrDefault(name), TimeProvider.System)),
                table);
        }
        catch
        {
            await databricks.DisposeAsync();
            throw;
        }
    }

    public static byte[] Sample(string name) => RepositoryFiles.Read("mappings", "samples", $"sqs-event-{name}.json");

    public static FunctionEvent Read(byte[] payload) => Serializer.Deserialize<FunctionEvent>(new MemoryStream(payload));

    /// <summary>Invokes as the runtime does, from bytes to bytes.</summary>
    public async Task<string> InvokeAsync(byte[] payload, InvocationContext? context = null)
    {
        var response = await _function.FunctionHandler(Read(payload), context ?? new InvocationContext());
        using var bytes = new MemoryStream();
        Serializer.Serialize(response, bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        await _function.DisposeAsync();
        await Databricks.DisposeAsync();
    }
}
