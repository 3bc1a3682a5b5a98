using System.Diagnostics.CodeAnalysis;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Internal.Errors;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Recovery;
using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus;

/// <summary>
/// One ordered flow of records into one table. Writes return as soon as the record is copied into the stream; it is durable once
/// its offset is acked. The client replaces lost connections and sends unacked records again, so delivery is at least once, in
/// order. Safe for use by several threads.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stream is what the service and its clients call it.")]
public sealed class ZerobusStream : IAsyncDisposable
{
    private readonly ZerobusStreamOptions _stream;
    private readonly ZerobusClientOptions _options;
    private readonly WriteErrors _errors;
    private readonly StreamLedger _ledger;
    private readonly StreamTelemetry _telemetry;
    private readonly Action<ZerobusStream> _gone;
    private readonly CancellationTokenSource _abort = new();
    private readonly Lazy<Task> _closing;
    private readonly Task _supervisor;

    internal ZerobusStream(
        ZerobusStreamOptions stream,
        ZerobusClientOptions options,
        StreamLedger ledger,
        StreamSupervisor supervisor,
        ZerobusConnection connection,
        StreamTelemetry telemetry,
        Action<ZerobusStream> gone)
    {
        _stream = stream;
        _options = options;
        _errors = new WriteErrors(stream, options);
        _ledger = ledger;
        _telemetry = telemetry;
        _gone = gone;
        _closing = new Lazy<Task>(CloseCoreAsync);
        StreamId = connection.StreamId;
        FirstOffset = connection.Committed + 1;
        _supervisor = RunAsync(supervisor, connection);
    }

    /// <summary>The table that the stream writes to.</summary>
    public ZerobusTableName Table => _stream.Table;

    /// <summary>
    /// The id that the service assigned to its first connection. For a persistent stream, keep it to resume the stream.
    /// </summary>
    public string StreamId { get; }

    /// <summary>
    /// The offset of the first write: 0, or for a persistent stream that was resumed the one after the last that the service had
    /// committed. Every offset before it is durable.
    /// </summary>
    public long FirstOffset { get; }

    /// <summary>The current state. It can change at any time.</summary>
    public ZerobusStreamState State => _ledger.State;

    /// <summary>
    /// How long the stream has had unacked records and no open connection; zero while it is connected or has nothing to send.
    /// </summary>
    public TimeSpan InterruptedFor => _ledger.InterruptedFor;

    /// <summary>
    /// The oldest write that is sent on the present connection and not acked, and how long no ack has come for it; null if there
    /// is none. A write that never gets an ack shows here.
    /// </summary>
    public AwaitedAck? Awaited => _ledger.Awaited;

    /// <summary>The reason why the stream ended for good; null before.</summary>
    public ZerobusException? Failure => _ledger.Failure;

    /// <summary>
    /// Accepts one protobuf record. The bytes are copied before this completes; with room in the in-flight limits it completes
    /// at once, otherwise it waits for acks.
    /// </summary>
    /// <returns>
    /// The write's offset: <see cref="FirstOffset"/> for the first, one more for each write, also across reconnects.
    /// </returns>
    /// <exception cref="ZerobusException">The stream is closed or has failed, the record is too large, or the stream is a JSON
    /// stream.</exception>
    public ValueTask<long> WriteAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default) =>
        AcceptAsync(RecordType.Proto, RecordSource.Single(record), cancellationToken);

    /// <summary>
    /// Accepts one protobuf record with terms of its own; otherwise like
    /// <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.
    /// </summary>
    /// <exception cref="ZerobusException">
    /// As <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>; also <see cref="ZerobusErrorCode.RecordWithdrawn"/>
    /// if an earlier write with the same <see cref="WriteTerms.OrderingKey"/> was given up.
    /// </exception>
    public ValueTask<long> WriteAsync(
        ReadOnlyMemory<byte> record, in WriteTerms terms, CancellationToken cancellationToken = default) =>
        AcceptAsync(RecordType.Proto, RecordSource.Single(record) with { Terms = terms }, cancellationToken);

    /// <summary>
    /// Accepts one JSON object in UTF-8; otherwise like <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.
    /// </summary>
    /// <exception cref="ZerobusException">
    /// As <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>; also if it is not UTF-8.
    /// </exception>
    public ValueTask<long> WriteJsonAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken = default) =>
        AcceptAsync(RecordType.Json, RecordSource.Single(utf8), cancellationToken);

    /// <summary>
    /// Accepts one Avro datum; otherwise like <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.
    /// </summary>
    /// <exception cref="ZerobusException">As <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.</exception>
    public ValueTask<long> WriteAvroAsync(ReadOnlyMemory<byte> datum, CancellationToken cancellationToken = default) =>
        AcceptAsync(RecordType.Avro, RecordSource.Single(datum), cancellationToken);

    /// <summary>
    /// Accepts protobuf records that are sent as one request, have one offset and become durable together. An empty batch takes
    /// no offset and returns the last one (-1 before the first), which you can wait for as well.
    /// </summary>
    /// <exception cref="ZerobusException">As <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.</exception>
    public ValueTask<long> WriteBatchAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        return AcceptAsync(RecordType.Proto, RecordSource.Batch(records), cancellationToken);
    }

    /// <summary>Accepts a batch whose records lie one after the other in one buffer.</summary>
    /// <param name="records">The bytes of all records, without anything between.</param>
    /// <param name="lengths">The length of each record, in order; they add up to the buffer's.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="ZerobusException">As <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.</exception>
    public ValueTask<long> WriteBatchAsync(
        ReadOnlyMemory<byte> records, ReadOnlyMemory<int> lengths, CancellationToken cancellationToken = default) =>
        AcceptAsync(RecordType.Proto, RecordSource.Batch(records, lengths), cancellationToken);

    /// <summary>Accepts a batch of JSON objects in UTF-8; otherwise like
    /// <see cref="WriteBatchAsync(IReadOnlyList{ReadOnlyMemory{byte}}, CancellationToken)"/>.</summary>
    /// <exception cref="ZerobusException">As <see cref="WriteJsonAsync"/>.</exception>
    public ValueTask<long> WriteJsonBatchAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> utf8, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        return AcceptAsync(RecordType.Json, RecordSource.Batch(utf8), cancellationToken);
    }

    /// <summary>Accepts a batch of Avro data; otherwise like
    /// <see cref="WriteBatchAsync(IReadOnlyList{ReadOnlyMemory{byte}}, CancellationToken)"/>.</summary>
    /// <exception cref="ZerobusException">As <see cref="WriteAvroAsync"/>.</exception>
    public ValueTask<long> WriteAvroBatchAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return AcceptAsync(RecordType.Avro, RecordSource.Batch(data), cancellationToken);
    }

    /// <summary>
    /// From now on, the client does not send unacked writes with this key, and does not send them again after a lost connection.
    /// What the connection has sent may still become durable; the others end with
    /// <see cref="ZerobusErrorCode.RecordWithdrawn"/>. Use it if somebody else takes over earlier than
    /// <see cref="WriteTerms.Expires"/> says. Later writes with the key are not concerned, nor are calls that still wait for
    /// room: cancel them. Does nothing on a stream that has ended. Any thread may call it at any time.
    /// </summary>
    /// <param name="orderingKey">The <see cref="WriteTerms.OrderingKey"/> of the writes; not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The key is 0.</exception>
    public void Withdraw(long orderingKey)
    {
        ArgumentOutOfRangeException.ThrowIfZero(orderingKey);
        _ledger.Writes.Withdraw(orderingKey);
    }

    /// <summary>
    /// You wait for this write no longer, because somebody else takes over. It may still become durable, and the client still
    /// sends it again after a lost connection, as its <see cref="WriteTerms"/> allow, but not after
    /// <see cref="RenewConnection"/>. Does nothing if the write is settled or the stream has ended. Any thread may call it at
    /// any time.
    /// </summary>
    /// <param name="offset">The offset of a write.</param>
    public void GiveUp(long offset) => _ledger.Writes.GiveUp(offset);

    /// <summary>
    /// How long a connection that lives may ack nothing before <see cref="RenewConnection"/> replaces it for the first time: 4 s.
    /// Acks that take less are only slow.
    /// </summary>
    public static TimeSpan RenewalPatience { get; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// You begin to use the stream again, as at the begin of a batch. If a write that was accepted before this call was given up
    /// with <see cref="GiveUp"/>, earlier or later, and has no ack, and the connection acks nothing for
    /// <see cref="RenewalPatience"/>, the client replaces the connection and sends nothing on the old one until then. The writes
    /// that were given up end with <see cref="ZerobusErrorCode.RecordWithdrawn"/>; others without an ack are sent again. The time
    /// of a freeze counts, but then acks have a quarter of that time to come. The time doubles with each connection that is
    /// replaced in vain, and is at least twice what recent acks took, up to
    /// <see cref="ZerobusClientOptions.AckTimeout"/>, so that acks that are only slow can come. Otherwise it does nothing, so you
    /// can call it at each begin. Any thread may call it at any time.
    /// </summary>
    public void RenewConnection() => _ledger.Writes.RequestRenewal();

    /// <summary>How many times its connection has been replaced, for any reason.</summary>
    public long Reopens => _telemetry.Reopens;

    /// <summary>
    /// Whether the stream has accepted writes that are not settled: neither durable, refused, suspected nor withdrawn. They may
    /// be sent or not. False once it has failed. Any thread may call it at any time.
    /// </summary>
    public bool HasUnacked => _ledger.Writes.HasUnsettled;

    /// <summary>
    /// Whether <see cref="WaitForAckAsync"/> completes at once for this offset, with or without an error: the write is durable,
    /// refused, suspected or withdrawn, or the stream has failed. False for an offset that no write has yet. Any thread may call
    /// it at any time.
    /// </summary>
    /// <param name="offset">The offset of a write; not negative.</param>
    public bool IsSettled(long offset) => _ledger.Writes.HasSettled(offset);

    /// <summary>
    /// As <see cref="IsSettled(long)"/>, and says what became of the write. Costs less than an exception for each of many writes
    /// of a stream that has failed.
    /// </summary>
    /// <param name="offset">The offset of a write; not negative.</param>
    /// <param name="failure">
    /// What <see cref="WaitForAckAsync"/> would throw for a settled write; null if it is durable, or not settled.
    /// </param>
    public bool IsSettled(long offset, out ZerobusException? failure)
    {
        if (!_ledger.Writes.HasSettled(offset, out failure)) return false;
        if (failure is null && _ledger.Writes.TakeRefusal(offset) is { } refused) failure = _errors.NotDurable([refused]);
        return true;
    }

    /// <summary>Completes when the write with this offset is durable.</summary>
    /// <exception cref="ZerobusException">
    /// <see cref="ZerobusErrorCode.RecordRefused"/>, <see cref="ZerobusErrorCode.RecordSuspected"/> or
    /// <see cref="ZerobusErrorCode.RecordWithdrawn"/> if this write did not become durable while the stream continues; otherwise
    /// the failure that ended the stream first.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">No write has this offset.</exception>
    public async ValueTask WaitForAckAsync(long offset, CancellationToken cancellationToken = default)
    {
        await _ledger.Writes.WaitAsync(offset, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        if (_ledger.Writes.TakeRefusal(offset) is { } refused)
            throw _errors.NotDurable([refused]);
    }

    /// <summary>
    /// Completes when everything written before the call is settled. Later writes are not waited for. A timeout leaves
    /// the stream usable.
    /// </summary>
    /// <exception cref="ZerobusException">
    /// <see cref="ZerobusErrorCode.FlushTimedOut"/> after <see cref="ZerobusClientOptions.FlushTimeout"/>;
    /// <see cref="ZerobusErrorCode.RecordRefused"/> (or <see cref="ZerobusErrorCode.RecordSuspected"/>,
    /// <see cref="ZerobusErrorCode.RecordWithdrawn"/>) when everything is settled but not everything became durable, and no call
    /// has reported it yet; otherwise the failure that ended the stream.
    /// </exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        var last = _ledger.Writes.LastOffset;
        try
        {
            await _ledger.Writes.WaitAsync(last, _options.FlushTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ZerobusException(
                ZerobusErrorCode.FlushTimedOut,
                $"Offset {last} of {Table} was not acked within {_options.FlushTimeout.TotalSeconds:0.###} s.");
        }

        if (_ledger.Writes.TakeUnreportedRefusals(last) is { Length: > 0 } refused)
            throw _errors.NotDurable(refused);
    }

    /// <summary>
    /// All accepted writes that are not known to be durable, in order, with their batches. You can call it at any time, and it
    /// stays available after a failure, an abort, or a close whose flush timed out; writing it to a new stream replays it. If
    /// <see cref="ZerobusStreamOptions.KeepUnacked"/> is false, it is empty once the stream has failed or was aborted.
    /// </summary>
    public IReadOnlyList<UnackedWrite> GetUnacked() => _ledger.Writes.CopyUnacked();

    /// <summary>
    /// Accepts no more writes, waits until all accepted ones are settled, then ends the connection. Further calls, also at the
    /// same time, have the same outcome.
    /// </summary>
    /// <exception cref="ZerobusException">Not everything became durable; <see cref="GetUnacked"/> has the rest.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the close continues.</exception>
    public Task CloseAsync(CancellationToken cancellationToken = default) => _closing.Value.WaitAsync(cancellationToken);

    /// <summary>Ends the stream at once, without waiting for acks. <see cref="GetUnacked"/> returns what was not acked.</summary>
    public void Abort() => _abort.Cancel();

    /// <summary>
    /// Closes gracefully like <see cref="CloseAsync"/>. A failure that no call has reported yet is thrown, so that an
    /// <c>await using</c> never hides a loss.
    /// </summary>
    /// <exception cref="ZerobusException">Not everything became durable, and no call has reported it yet.</exception>
    public async ValueTask DisposeAsync()
    {
        var known = _ledger.FailureReported;
        try
        {
            await _closing.Value.ConfigureAwait(false);
        }
        catch (ZerobusException e) when (known || e.Code is ZerobusErrorCode.Aborted)
        {
            // The caller knows it already, or requested it.
        }
    }

    /// <summary>Aborts and waits until all tasks of the stream have ended.</summary>
    internal async Task AbandonAsync()
    {
        await _abort.CancelAsync().ConfigureAwait(false);
        await _supervisor.ConfigureAwait(false);
    }

    private async Task CloseCoreAsync()
    {
        _ledger.Close();
        try
        {
            await FlushAsync().ConfigureAwait(false);
        }
        catch (ZerobusException e) when (e.Code == ZerobusErrorCode.FlushTimedOut)
        {
            await _abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            await _supervisor.ConfigureAwait(false);
        }
    }

    // A stream that has ended, for any reason, leaves the client, which would keep its memory.
    private async Task RunAsync(StreamSupervisor supervisor, ZerobusConnection connection)
    {
        await supervisor.RunAsync(connection, _abort.Token).ConfigureAwait(false);
        _gone(this);
    }

    /// <summary>Writes an unacked write of the stream that this one continues.</summary>
    /// <param name="write">The write; the next one in order.</param>
    /// <param name="isSent">Whether to send it. If not, it is withdrawn.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    internal ValueTask<long> ReplayAsync(UnackedWrite write, bool isSent, CancellationToken cancellationToken)
    {
        var source = write.IsBatch ? RecordSource.Batch(write.Records) : RecordSource.Single(write.Records[0]);
        var terms = isSent ? write.Terms : write.Terms with { Expires = DateTimeOffset.MinValue };
        return AcceptAsync(_stream.RecordType, source with { Terms = terms }, cancellationToken);
    }

    /// <summary>What a caller of several streams sees of this one.</summary>
    internal ZerobusParallelStreamInfo Describe(int index)
    {
        var (settled, accepted) = (_ledger.Head, _ledger.Writes.LastOffset + 1);
        return new ZerobusParallelStreamInfo
        {
            Stream = index,
            StreamId = StreamId,
            State = State,
            Accepted = accepted,
            Unsettled = accepted - settled,
            Reopens = Reopens,
            InterruptedFor = InterruptedFor,
            Failure = Failure,
        };
    }

    /// <summary>What is in flight, for a stream that continues this one.</summary>
    internal StreamLedger Ledger => _ledger;

    internal ValueTask<long> AcceptAsync(RecordType type, in RecordSource source, CancellationToken cancellationToken)
    {
        if (type != _stream.RecordType)
            throw _errors.Mismatch(type);
        if (EnvelopeSize.Largest(source.BodyLength, _stream.Persistent is not null) > ZerobusLimits.MaxMessageBytes
            || source.BodyLength > _options.MaxWriteBytes)
        {
            throw _errors.TooLarge(source.BodyLength, source.IsBatch);
        }

        if (type == RecordType.Json && !source.IsUtf8())
            throw WriteErrors.NotUtf8();
        return _ledger.Writes.WriteAsync(source, cancellationToken);
    }
}
