using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Journals;

/// <summary>
/// Opens one persistent stream per table, each with a journal in the slot of the environment. Disposes the streams' client and
/// gives the slot back. Safe for use by several threads.
/// </summary>
/// <param name="streams">Opens the streams.</param>
/// <param name="slot">Holds the journals.</param>
/// <param name="endpoint">The endpoint of the service: a journal of another one is not used.</param>
/// <param name="memory">Learns which rows are durable.</param>
/// <param name="clock">Measures how long a stream takes to end.</param>
/// <param name="logger">Receives what is resumed.</param>
internal sealed class JournaledStreamOpener(
    IPersistentStreams streams, EnvironmentSlot slot, Uri endpoint, DeliveryMemory memory, TimeProvider clock, ILogger logger)
    : ITableStreamOpener
{
    private readonly ConcurrentDictionary<string, JournaledTable> _tables = new(StringComparer.Ordinal);

    /// <summary>How many entries a journal keeps, whatever the memory remembers.</summary>
    public int FewEntries { get; init; } = Journal.FewEntries;

    public Task<ITableStream> OpenAsync(TargetTable table, CancellationToken cancellationToken) =>
        _tables.GetOrAdd(table.Name, Create).OpenAsync(table, cancellationToken);

    // A second connection to the table's stream would end the first.
    public Task<ITableStream> OpenBesideAsync(TargetTable table, CancellationToken cancellationToken) =>
        streams.OpenEphemeralAsync(table, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await streams.DisposeAsync().ConfigureAwait(false);
        foreach (var table in _tables.Values) table.Dispose();
        slot.Dispose();
    }

    private JournaledTable Create(string table)
    {
        var id = Id(endpoint, table);
        return new(streams, () => new Journal(slot.FileOf(id), id, memory, FewEntries), memory, clock, logger);
    }

    private static UInt128 Id(Uri endpoint, string table) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpoint.Authority}\n{table}")));
}
