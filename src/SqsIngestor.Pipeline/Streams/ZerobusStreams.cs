using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Streams;

/// <summary>Opens streams at the Zerobus service. Disposes its client.</summary>
internal sealed class ZerobusStreamOpener(ZerobusClient client) : ITableStreamOpener
{
    public async Task<ITableStream> OpenAsync(TargetTable table, CancellationToken cancellationToken)
    {
        var options = new ZerobusStreamOptions
        {
            Table = ZerobusTableName.Parse(table.Name),
            DescriptorProto = table.DescriptorProto,
            // The messages are returned to the queue.
            KeepUnacked = false,
        };
        return new ZerobusTableStream(await client.OpenStreamAsync(options, cancellationToken).ConfigureAwait(false));
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}

/// <summary>A stream of the Zerobus client. Adds nothing and allocates nothing per row.</summary>
internal sealed class ZerobusTableStream(ZerobusStream stream) : ITableStream
{
    public bool IsOpen =>
        stream.State is not (ZerobusStreamState.Closing or ZerobusStreamState.Closed or ZerobusStreamState.Failed);

    public bool IsConnected => stream.State is ZerobusStreamState.Open or ZerobusStreamState.Paused;

    public ZerobusException? Failure => stream.Failure;

    public long Reopens => stream.Reopens;

    public TimeSpan InterruptedFor => stream.InterruptedFor;

    public AwaitedAck? Awaited => stream.Awaited;

    public bool HasUnacked => stream.HasUnacked;

    public ValueTask<long> WriteAsync(ReadOnlyMemory<byte> row, in WriteTerms terms, CancellationToken cancellationToken) =>
        stream.WriteAsync(row, terms, cancellationToken);

    public bool IsSettled(long offset) => stream.IsSettled(offset);

    public bool IsSettled(long offset, out ZerobusException? failure) => stream.IsSettled(offset, out failure);

    public ValueTask WaitForAckAsync(long offset, CancellationToken cancellationToken) =>
        stream.WaitForAckAsync(offset, cancellationToken);

    public void Withdraw(long orderingKey) => stream.Withdraw(orderingKey);

    public void GiveUp(long offset) => stream.GiveUp(offset);

    public void RenewConnection() => stream.RenewConnection();

    public Task CloseAsync() => stream.CloseAsync();

    public void Abort() => stream.Abort();
}
