using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Journals;

/// <summary>Opens persistent streams. Owns the connection that they share.</summary>
internal interface IPersistentStreams : IAsyncDisposable
{
    /// <summary>Opens a new stream, or resumes one.</summary>
    /// <param name="table">Gives the name and the descriptor of the rows.</param>
    /// <param name="options">Which stream, and who learns what is sent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ZerobusException">The stream cannot be opened.</exception>
    Task<PersistentStream> OpenAsync(TargetTable table, PersistentStreamOptions options, CancellationToken cancellationToken);

    /// <summary>Opens a stream that is not persistent.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    Task<ITableStream> OpenEphemeralAsync(TargetTable table, CancellationToken cancellationToken);
}

/// <summary>A persistent stream that is open.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Id">Its id.</param>
/// <param name="FirstOffset">The offset of its next row. The rows at all positions before it are durable.</param>
internal readonly record struct PersistentStream(ITableStream Stream, string Id, long FirstOffset);

/// <summary>Opens persistent streams at the Zerobus service. Disposes its client.</summary>
internal sealed class ZerobusPersistentStreams(ZerobusClient client) : IPersistentStreams
{
    private readonly ZerobusStreamOpener _ephemeral = new(client);

    public async Task<PersistentStream> OpenAsync(
        TargetTable table, PersistentStreamOptions options, CancellationToken cancellationToken)
    {
        var stream = await client.OpenStreamAsync(
            new ZerobusStreamOptions
            {
                Table = ZerobusTableName.Parse(table.Name),
                DescriptorProto = table.DescriptorProto,
                KeepUnacked = false,
                Persistent = options,
            },
            cancellationToken).ConfigureAwait(false);
        return new(new ZerobusTableStream(stream), stream.StreamId, stream.FirstOffset);
    }

    public Task<ITableStream> OpenEphemeralAsync(TargetTable table, CancellationToken cancellationToken) =>
        _ephemeral.OpenAsync(table, cancellationToken);

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
