using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Journals;

/// <summary>A persistent stream whose journal says which row is sent at which position.</summary>
/// <param name="inner">The stream.</param>
/// <param name="tags">The rows that it has.</param>
internal sealed class JournaledStream(ITableStream inner, SentRowTags tags) : ITableStream
{
    public bool IsOpen => inner.IsOpen;

    public ZerobusException? Failure => inner.Failure;

    public bool IsConnected => inner.IsConnected;

    public TimeSpan InterruptedFor => inner.InterruptedFor;

    public AwaitedAck? Awaited => inner.Awaited;

    public bool HasUnacked => inner.HasUnacked;

    public long Reopens => inner.Reopens;

    /// <summary>Refused: a row that nobody can name after a crash might be written twice.</summary>
    public ValueTask<long> WriteAsync(ReadOnlyMemory<byte> row, in WriteTerms terms, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A row of a journaled stream needs its message.");

    public ValueTask<long> WriteAsync(
        ReadOnlyMemory<byte> row, in WriteTerms terms, in MessageRow origin, CancellationToken cancellationToken)
    {
        var tag = tags.Take(origin, inner);
        try
        {
            var write = inner.WriteAsync(row, terms with { Tag = tag }, cancellationToken);
            if (!write.IsCompletedSuccessfully) return WaitAsync(write, tag);
            var offset = write.Result;
            tags.Accepted(tag, offset);
            return new(offset);
        }
        catch
        {
            tags.Refused(tag);
            throw;
        }
    }

    public bool IsSettled(long offset) => inner.IsSettled(offset);

    public bool IsSettled(long offset, out ZerobusException? failure) => inner.IsSettled(offset, out failure);

    public ValueTask WaitForAckAsync(long offset, CancellationToken cancellationToken) =>
        inner.WaitForAckAsync(offset, cancellationToken);

    public void Withdraw(long orderingKey) => inner.Withdraw(orderingKey);

    public void GiveUp(long offset) => inner.GiveUp(offset);

    public void RenewConnection() => inner.RenewConnection();

    public Task CloseAsync() => inner.CloseAsync();

    public void Abort() => inner.Abort();

    private async ValueTask<long> WaitAsync(ValueTask<long> write, int tag)
    {
        try
        {
            var offset = await write.ConfigureAwait(false);
            tags.Accepted(tag, offset);
            return offset;
        }
        catch
        {
            tags.Refused(tag);
            throw;
        }
    }
}
