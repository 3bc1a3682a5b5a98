namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// The callers' side of a stream's ledger: writes are accepted, waited for, withdrawn and given up, and refusals are reported.
/// Safe for use by several threads.
/// </summary>
/// <param name="gate">The ledger's lock.</param>
/// <param name="inFlight">What is in flight.</param>
/// <param name="life">Whether the stream is open or closing.</param>
/// <param name="waiters">Who waits for what.</param>
/// <param name="renewal">When a connection without acks is replaced.</param>
/// <param name="clock">Measures.</param>
internal sealed class StreamWrites(
    Lock gate, InFlightState inFlight, StreamLife life, StreamWaiters waiters, RenewalPolicy renewal, TimeProvider clock)
{
    /// <summary>The last accepted offset; -1 before the first.</summary>
    public long LastOffset
    {
        get
        {
            lock (gate)
                return inFlight.Tail - 1;
        }
    }

    /// <summary>Whether writes are accepted and not settled.</summary>
    public bool HasUnsettled
    {
        get
        {
            lock (gate)
                return life.Failure is null && inFlight.Head < inFlight.Tail;
        }
    }

    public ValueTask<long> WriteAsync(in RecordSource source, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<long>(cancellationToken);

        AdmissionWaiter waiter;
        lock (gate)
        {
            life.ThrowUnlessOpen();
            if (source.Count == 0)
                return new(inFlight.Tail - 1);
            if (inFlight.HasFailed(source.Terms.OrderingKey))
                throw life.WithdrawnError();
            if (waiters.TryAccept(source, out var offset))
                return new(offset);
            waiter = waiters.WaitForRoom(source);
        }

        return waiters.AdmittedAsync(waiter, cancellationToken);
    }

    /// <summary>Whether a wait for the offset would be over at once.</summary>
    public bool HasSettled(long offset)
    {
        lock (gate)
            return offset < inFlight.Head || (offset < inFlight.Tail && life.Failure is not null);
    }

    /// <summary>
    /// As <see cref="HasSettled(long)"/>, with the failure of the stream if it failed before. It counts as reported.
    /// </summary>
    public bool HasSettled(long offset, out ZerobusException? failure)
    {
        failure = null;
        lock (gate)
        {
            if (offset < inFlight.Head)
                return true;
            if (offset < inFlight.Tail)
                failure = life.ReportFailure();
            return failure is not null;
        }
    }

    /// <summary>Completes when the offset is settled, refused included; throws when the stream ended before.</summary>
    public async ValueTask WaitAsync(long offset, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task settled;
            lock (gate)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, inFlight.Tail);
                if (offset < inFlight.Head)
                    return;
                life.ThrowIfFailed();
                settled = waiters.SettledAsync(offset);
            }

            await settled.WaitAsync(timeout, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The refusal of a write, or null. It counts as reported from now on.</summary>
    public RefusedWrite? TakeRefusal(long offset)
    {
        lock (gate)
            return inFlight.Refusals.Take(offset);
    }

    /// <summary>Refusals up to an offset that no call has reported yet. They count as reported from now on.</summary>
    public RefusedWrite[] TakeUnreportedRefusals(long upTo)
    {
        lock (gate)
            return inFlight.Refusals.TakeUnreported(upTo);
    }

    public List<UnackedWrite> CopyUnacked()
    {
        lock (gate)
            return inFlight.CopyUnacked();
    }

    /// <summary>No unsettled write with this key is sent any more.</summary>
    public void Withdraw(long key)
    {
        lock (gate)
        {
            if (life.IsOver)
                return;
            inFlight.Withdraw(key);
            waiters.SettledWithoutAck();
        }
    }

    /// <summary>The owner waits for a write no longer.</summary>
    public void GiveUp(long offset)
    {
        lock (gate)
        {
            if (!life.IsOver && inFlight.GiveUp(offset))
                renewal.GaveUp(offset);
        }
    }

    /// <inheritdoc cref="RenewalPolicy.Request"/>
    public void RequestRenewal()
    {
        lock (gate)
            renewal.Request(inFlight.Tail);
    }
}
