using System.Diagnostics;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Parallel;

namespace SqsIngestor.Zerobus;

/// <summary>
/// Several streams into one table, for more than one stream can carry. A record with a key goes to the stream of the key, so that
/// records of one key keep their order; one without goes to the next stream by turn. Everything else is as with one
/// <see cref="ZerobusStream"/>, and its limits hold for each of them. Open it with
/// <see cref="ZerobusClient.OpenParallelStreamsAsync"/>. Safe for use by several threads.
/// </summary>
/// <remarks>
/// If one stream fails for good, the others go on. Writes with a key of the failed one throw its failure until
/// <see cref="ReopenAsync"/> has replaced it: they do not move to another stream, which would break their order. Writes without a
/// key take the other streams.
/// </remarks>
public sealed class ZerobusParallelStreams : IAsyncDisposable
{
    private readonly ZerobusStreamOptions _options;
    private readonly ParallelStream[] _streams;
    private uint _turn;

    internal ZerobusParallelStreams(ZerobusStreamOptions options, ParallelStream[] streams) =>
        (_options, _streams) = (options, streams);

    /// <summary>The table that the streams write to.</summary>
    public ZerobusTableName Table => _options.Table;

    /// <summary>How many streams there are.</summary>
    public int Count => _streams.Length;

    /// <summary>
    /// The worst state of any stream: <see cref="ZerobusStreamState.Failed"/> before
    /// <see cref="ZerobusStreamState.Recovering"/>, <see cref="ZerobusStreamState.Paused"/>,
    /// <see cref="ZerobusStreamState.Closing"/>, <see cref="ZerobusStreamState.Closed"/>, <see cref="ZerobusStreamState.Open"/>
    /// and <see cref="ZerobusStreamState.Idle"/>. It can change at any time.
    /// </summary>
    public ZerobusStreamState State => _streams.Select(static s => s.Current.State).MaxBy(Severity);

    /// <summary>
    /// The failure of the first stream that has failed, with <see cref="ZerobusException.StreamIndex"/>; null if none has.
    /// </summary>
    public ZerobusException? Failure
    {
        get
        {
            for (var stream = 0; stream < _streams.Length; stream++)
            {
                if (_streams[stream].Current.Failure is { } failure)
                    return failure.OfStream(stream);
            }

            return null;
        }
    }

    /// <summary>Whether any stream has accepted writes that are not settled, and has not failed.</summary>
    public bool HasUnacked => _streams.Any(static s => s.Current.HasUnacked);

    /// <summary>The stream on which the records of a key are.</summary>
    /// <param name="key">The key. The same bytes give the same stream, in every process and version.</param>
    /// <returns>The index of the stream; -1 for an empty key, whose records take turns.</returns>
    public int StreamOf(ReadOnlySpan<byte> key) => key.IsEmpty ? -1 : KeyHash.StreamOf(key, _streams.Length);

    /// <summary>Each stream, by index, at this moment.</summary>
    public IReadOnlyList<ZerobusParallelStreamInfo> GetStreams() =>
        [.. _streams.Select(static (stream, index) => stream.Current.Describe(index))];

    /// <summary>
    /// Accepts one protobuf record, as <see cref="ZerobusStream.WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.
    /// </summary>
    /// <param name="record">The record; copied before this completes.</param>
    /// <param name="key">Decides the stream; empty takes the next one by turn.</param>
    /// <param name="terms">Terms of the write. An ordering key holds within a stream only: give writes with the same ordering key
    /// the same key.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="ZerobusException">The stream is closed or has failed, the record is too large, or the streams are JSON
    /// streams.</exception>
    public ValueTask<ZerobusPosition> WriteAsync(
        ReadOnlyMemory<byte> record, ReadOnlySpan<byte> key = default, in WriteTerms terms = default,
        CancellationToken cancellationToken = default) =>
        AcceptAsync(RecordType.Proto, RecordSource.Single(record) with { Terms = terms }, key, cancellationToken);

    /// <summary>Accepts one JSON object in UTF-8; otherwise like <see cref="WriteAsync"/>.</summary>
    /// <exception cref="ZerobusException">As <see cref="WriteAsync"/>; also if it is not UTF-8.</exception>
    public ValueTask<ZerobusPosition> WriteJsonAsync(
        ReadOnlyMemory<byte> utf8, ReadOnlySpan<byte> key = default, CancellationToken cancellationToken = default) =>
        AcceptAsync(RecordType.Json, RecordSource.Single(utf8), key, cancellationToken);

    /// <summary>
    /// Accepts protobuf records that are sent as one request to one stream and become durable together. An empty batch takes no
    /// offset and returns the last position of the stream, with the offset -1 before the first.
    /// </summary>
    /// <exception cref="ZerobusException">As <see cref="WriteAsync"/>.</exception>
    public ValueTask<ZerobusPosition> WriteBatchAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> records, ReadOnlySpan<byte> key = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        return AcceptAsync(RecordType.Proto, RecordSource.Batch(records), key, cancellationToken);
    }

    /// <summary>Accepts a batch whose records lie one after the other in one buffer.</summary>
    /// <param name="records">The bytes of all records, without anything between.</param>
    /// <param name="lengths">The length of each record, in order; they add up to the buffer's.</param>
    /// <param name="key">Decides the stream; empty takes the next one by turn.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="ZerobusException">As <see cref="WriteAsync"/>.</exception>
    public ValueTask<ZerobusPosition> WriteBatchAsync(
        ReadOnlyMemory<byte> records, ReadOnlyMemory<int> lengths, ReadOnlySpan<byte> key = default,
        CancellationToken cancellationToken = default) =>
        AcceptAsync(RecordType.Proto, RecordSource.Batch(records, lengths), key, cancellationToken);

    /// <summary>Accepts a batch of JSON objects in UTF-8.</summary>
    /// <exception cref="ZerobusException">As <see cref="WriteJsonAsync"/>.</exception>
    public ValueTask<ZerobusPosition> WriteJsonBatchAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> utf8, ReadOnlySpan<byte> key = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        return AcceptAsync(RecordType.Json, RecordSource.Batch(utf8), key, cancellationToken);
    }

    /// <summary>Accepts one Avro datum; otherwise like <see cref="WriteAsync"/>.</summary>
    /// <exception cref="ZerobusException">As <see cref="WriteAsync"/>.</exception>
    public ValueTask<ZerobusPosition> WriteAvroAsync(
        ReadOnlyMemory<byte> datum, ReadOnlySpan<byte> key = default, CancellationToken cancellationToken = default) =>
        AcceptAsync(RecordType.Avro, RecordSource.Single(datum), key, cancellationToken);

    /// <summary>Accepts a batch of Avro data.</summary>
    /// <exception cref="ZerobusException">As <see cref="WriteAsync"/>.</exception>
    public ValueTask<ZerobusPosition> WriteAvroBatchAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> data, ReadOnlySpan<byte> key = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return AcceptAsync(RecordType.Avro, RecordSource.Batch(data), key, cancellationToken);
    }

    /// <inheritdoc cref="ZerobusStream.Withdraw"/>
    public void Withdraw(long orderingKey)
    {
        foreach (var stream in _streams)
            stream.Current.Withdraw(orderingKey);
    }

    /// <summary>You wait for this write no longer: see <see cref="ZerobusStream.GiveUp"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    public void GiveUp(ZerobusPosition position) => At(position.Stream).Current.GiveUp(position.Offset);

    /// <summary>You begin to use the streams again: see <see cref="ZerobusStream.RenewConnection"/>.</summary>
    public void RenewConnection()
    {
        foreach (var stream in _streams)
            stream.Current.RenewConnection();
    }

    /// <summary>
    /// Whether <see cref="WaitForAckAsync"/> completes at once for this position, and what became of the write: as
    /// <see cref="ZerobusStream.IsSettled(long, out ZerobusException?)"/>.
    /// </summary>
    /// <param name="position">The position of a write.</param>
    /// <param name="failure">
    /// What <see cref="WaitForAckAsync"/> would throw for a settled write; null if it is durable, or not settled.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    public bool IsSettled(ZerobusPosition position, out ZerobusException? failure)
    {
        var isSettled = At(position.Stream).Current.IsSettled(position.Offset, out failure);
        failure = failure?.OfStream(position.Stream);
        return isSettled;
    }

    /// <summary>
    /// Completes when the write at this position is durable. After <see cref="ReopenAsync"/>, the positions of the writes that
    /// were unacked hold for the new stream: wait for them again.
    /// </summary>
    /// <exception cref="ZerobusException">As <see cref="ZerobusStream.WaitForAckAsync"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream, or no write has this offset.</exception>
    public async ValueTask WaitForAckAsync(ZerobusPosition position, CancellationToken cancellationToken = default)
    {
        try
        {
            await At(position.Stream).Current.WaitForAckAsync(position.Offset, cancellationToken).ConfigureAwait(false);
        }
        catch (ZerobusException e)
        {
            throw e.OfStream(position.Stream);
        }
    }

    /// <summary>
    /// Completes when everything written before the call to any stream is settled. A timeout leaves the streams usable.
    /// </summary>
    /// <exception cref="ZerobusException">
    /// As <see cref="ZerobusStream.FlushAsync"/>. If several streams fail, this is the failure of the first of them;
    /// <see cref="GetStreams"/> and the calls for a position tell those of the others.
    /// </exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) =>
        ForEachAsync(stream => stream.Current.FlushAsync(cancellationToken));

    /// <summary>
    /// For each stream, by index, the accepted writes that are not known to be durable: see
    /// <see cref="ZerobusStream.GetUnacked"/>.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<UnackedWrite>> GetUnacked() => [.. _streams.Select(static s => s.Current.GetUnacked())];

    /// <summary>
    /// Opens one stream again after it has failed, and sends its unacked writes first, in order and at their old positions. So
    /// keys keep their order, if you write again what the stream refused with its failure only after this call. Does nothing if
    /// the stream has not failed. If this call fails, the stream stays failed, and you can call it again; some unacked writes may
    /// then be durable already, and be so twice later.
    /// </summary>
    /// <param name="stream">The index of the stream.</param>
    /// <param name="isReplayed">
    /// Says for each unacked write whether to send it again. The others end with <see cref="ZerobusErrorCode.RecordWithdrawn"/>,
    /// for example the one at <see cref="ZerobusException.SuspectOffset"/>. Default null: all are sent again.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ZerobusException">
    /// The stream cannot be opened, it failed again before it had accepted all of them, the streams are closed
    /// (<see cref="ZerobusErrorCode.StreamClosed"/>), or <see cref="ZerobusStreamOptions.KeepUnacked"/> is false
    /// (<see cref="ZerobusErrorCode.OptionsInvalid"/>).
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    public async Task ReopenAsync(
        int stream, Func<UnackedWrite, bool>? isReplayed = null, CancellationToken cancellationToken = default)
    {
        var reopened = At(stream);
        if (!_options.KeepUnacked)
        {
            throw new ZerobusException(
                ZerobusErrorCode.OptionsInvalid,
                $"A stream to {Table} cannot be opened again, because its unacked writes are gone.",
                $"Set {nameof(ZerobusStreamOptions.KeepUnacked)} to true, or open new streams.");
        }

        try
        {
            await reopened.ReopenAsync(isReplayed, cancellationToken).ConfigureAwait(false);
        }
        catch (ZerobusException e)
        {
            throw e.OfStream(stream);
        }
    }

    /// <summary>
    /// Accepts no more writes, waits until all accepted ones are settled, then ends the connections. Further calls, also at the
    /// same time, have the same outcome.
    /// </summary>
    /// <exception cref="ZerobusException">
    /// Not everything became durable; <see cref="GetUnacked"/> has the rest. The other streams are closed all the same.
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the close continues.</exception>
    public Task CloseAsync(CancellationToken cancellationToken = default) =>
        ForEachAsync(stream => stream.CloseAsync(cancellationToken));

    /// <summary>
    /// Ends the streams at once, without waiting for acks. <see cref="GetUnacked"/> returns what was not acked.
    /// </summary>
    public void Abort()
    {
        foreach (var stream in _streams)
            stream.Abort();
    }

    /// <summary>
    /// Closes gracefully like <see cref="CloseAsync"/>. A failure that no call has reported yet is thrown, so that an
    /// <c>await using</c> never hides a loss.
    /// </summary>
    /// <exception cref="ZerobusException">Not everything became durable, and no call has reported it yet.</exception>
    public ValueTask DisposeAsync() => new(ForEachAsync(static stream => stream.DisposeAsync().AsTask()));

    private static int Severity(ZerobusStreamState state) => state switch
    {
        ZerobusStreamState.Idle => 0,
        ZerobusStreamState.Open => 1,
        ZerobusStreamState.Closed => 2,
        ZerobusStreamState.Closing => 3,
        ZerobusStreamState.Paused => 4,
        ZerobusStreamState.Recovering => 5,
        ZerobusStreamState.Failed => 6,
        _ => throw new UnreachableException(),
    };

    private static async ValueTask<ZerobusPosition> PositionAsync(ValueTask<long> write, int stream)
    {
        try
        {
            return new ZerobusPosition(stream, await write.ConfigureAwait(false));
        }
        catch (ZerobusException e)
        {
            throw e.OfStream(stream);
        }
    }

    private ValueTask<ZerobusPosition> AcceptAsync(
        RecordType type, in RecordSource source, ReadOnlySpan<byte> key, CancellationToken cancellationToken)
    {
        var stream = key.IsEmpty ? Next() : StreamOf(key);
        try
        {
            var write = _streams[stream].Current.AcceptAsync(type, source, cancellationToken);
            return write.IsCompletedSuccessfully
                ? new(new ZerobusPosition(stream, write.Result))
                : PositionAsync(write, stream);
        }
        catch (ZerobusException e)
        {
            throw e.OfStream(stream);
        }
    }

    // The next stream by turn that has not failed; if all have, the next one, whose failure the write then throws.
    private int Next()
    {
        var turn = Interlocked.Increment(ref _turn);
        for (var i = 0u; i < _streams.Length; i++)
        {
            var stream = (int)((turn + i) % (uint)_streams.Length);
            if (_streams[stream].Current.Failure is null)
                return stream;
        }

        return (int)(turn % (uint)_streams.Length);
    }

    private async Task ForEachAsync(Func<ParallelStream, Task> action)
    {
        var tasks = new Task[_streams.Length];
        for (var stream = 0; stream < tasks.Length; stream++)
            tasks[stream] = MarkedAsync(action(_streams[stream]), stream);
        await Task.WhenAll(tasks).ConfigureAwait(false);
    }

    private static async Task MarkedAsync(Task task, int stream)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (ZerobusException e)
        {
            throw e.OfStream(stream);
        }
    }

    private ParallelStream At(int stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stream);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stream, _streams.Length);
        return _streams[stream];
    }
}
