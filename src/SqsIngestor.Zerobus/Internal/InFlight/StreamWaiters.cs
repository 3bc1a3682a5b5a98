namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Who waits for what of one stream, and what wakes them: callers wait for room and for offsets, its loops for something to do.
/// Not thread-safe: its ledger's lock guards it.
/// </summary>
internal sealed class StreamWaiters
{
    private readonly AckWaiters _acks = new();
    private readonly AdmissionQueue _admission;

    // Kept, because every ack asks for it.
    private readonly AcceptWrite _accept;
    private readonly InFlightState _inFlight;
    private readonly StreamLife _life;
    private readonly BudgetShare _share;
    private readonly StreamSignals _signals;
    private TaskCompletionSource? _drained;
    private bool _senderIdle;

    // The oldest unsettled offset that those who wait know of.
    private long _announced;

    /// <param name="gate">The ledger's lock.</param>
    /// <param name="inFlight">What is in flight.</param>
    /// <param name="life">Whether the stream is open or closing.</param>
    /// <param name="share">The memory that writes wait for.</param>
    /// <param name="signals">Wake the loops.</param>
    public StreamWaiters(Lock gate, InFlightState inFlight, StreamLife life, BudgetShare share, StreamSignals signals)
    {
        (_inFlight, _life, _share, _signals) = (inFlight, life, share, signals);
        _announced = inFlight.Head;
        (_admission, _accept) = (new AdmissionQueue(gate, Admit), Accept);
    }

    /// <summary>Accepts a write if there is room and none waits before it.</summary>
    public bool TryAccept(in RecordSource source, out long offset)
    {
        if (!_admission.IsEmpty || !_inFlight.TryMakeRoom(source.BodyLength))
        {
            offset = -1;
            return false;
        }

        offset = Accept(source);
        return true;
    }

    /// <summary>Whether a write waits for room.</summary>
    public bool AnyWaitsForRoom => !_admission.IsEmpty;

    /// <summary>A write begins to wait for room.</summary>
    public AdmissionWaiter WaitForRoom(in RecordSource source) => _admission.Add(source);

    /// <inheritdoc cref="AdmissionQueue.WaitAsync"/>
    public ValueTask<long> AdmittedAsync(AdmissionWaiter waiter, CancellationToken cancellationToken) =>
        _admission.WaitAsync(waiter, cancellationToken);

    /// <summary>Completes when the offset is settled, or the stream has failed.</summary>
    public Task SettledAsync(long offset) => _acks.Add(offset);

    /// <summary>Completes when nothing sent is unacked, or the connection has ended.</summary>
    public Task DrainedAsync()
    {
        if (!_inFlight.HasOutstanding)
            return Task.CompletedTask;
        _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _drained.Task;
    }

    /// <summary>The send loop has nothing to send, and waits.</summary>
    public void SenderIdles() => _senderIdle = true;

    /// <summary>There may be room: accepts the writes that fit.</summary>
    public void Admit()
    {
        _admission.Admit(_inFlight, _accept);
        if (_admission.IsEmpty)
            _share.StopWaiting();
    }

    /// <summary>
    /// Something was settled: accepts waiting writes, wakes those whose offset is settled, and the loops that it concerns.
    /// </summary>
    public void Settled()
    {
        _announced = _inFlight.Head;
        Admit();
        _acks.Complete(_announced - 1);
        if (!_inFlight.HasOutstanding)
            Drained();
        WakeSender();
        if (_life.IsClosing && _inFlight.IsSettled)
            _signals.Work.Set();
    }

    /// <summary>Writes whose time was up, or that were withdrawn, may have been settled without an ack.</summary>
    public void SettledWithoutAck()
    {
        if (_inFlight.Head == _announced)
            return;
        Settled();
        if (_inFlight.IsSettled)
            _life.Settled();
    }

    /// <summary>What was sent on the connection will not be acked on it any more.</summary>
    public void Drained()
    {
        _drained?.SetResult();
        _drained = null;
    }

    /// <summary>No write is accepted any more.</summary>
    /// <returns>Whether one waited, so that a caller was told about the cause.</returns>
    public bool RefuseWrites(ZerobusException cause)
    {
        var told = _admission.FailAll(cause);
        _share.StopWaiting();
        return told;
    }

    /// <summary>The stream has failed: nobody waits for anything any more.</summary>
    /// <inheritdoc cref="RefuseWrites" path="/returns"/>
    public bool Fail(ZerobusException cause)
    {
        _acks.Complete(long.MaxValue);
        Drained();
        return RefuseWrites(cause);
    }

    private long Accept(in RecordSource source)
    {
        var offset = _inFlight.Accept(source);
        if (_life.Wanted())
            _signals.Work.Set();
        WakeSender();
        return offset;
    }

    private void WakeSender()
    {
        if (!_senderIdle)
            return;
        _senderIdle = false;
        _signals.Sendable.Set();
    }
}
