using Google.Protobuf.Reflection;
using Grpc.Core;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Tests;

/// <summary>A local Databricks with one table, and a raw client for it.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private Scene(LocalDatabricks databricks, CatalogTable table)
    {
        Databricks = databricks;
        Table = table;
        Client = new RawZerobusClient(databricks);
    }

    public LocalDatabricks Databricks { get; }

    public CatalogTable Table { get; }

    public RawZerobusClient Client { get; }

    public string TableName => Table.Name.ToString();

    public DescriptorProto Descriptor => TableDescriptor.Build(Table);

    public EmulatorStatistics Statistics => Databricks.Statistics;

    public static async Task<Scene> StartAsync(string? sql = null, LocalDatabricksOptions? options = null)
    {
        var databricks = await LocalDatabricks.StartAsync(options);
        return new Scene(databricks, databricks.Tables.Create(sql ?? SampleTables.MessagesSql));
    }

    public Task<AsyncDuplexStreamingCall<EphemeralStreamRequest, EphemeralStreamResponse>> OpenAsync() =>
        Client.OpenAsync(TableName, Descriptor);

    /// <summary>Waits until the statistics fulfil a condition.</summary>
    public Task SeenAsync(Func<EmulatorStatistics, bool> condition) =>
        Statistics.WaitUntilAsync(condition).WaitAsync(Eventually.Patience);

    public long CountRows() => Databricks.Tables.Count(Table.Name);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Databricks.DisposeAsync();
    }
}
