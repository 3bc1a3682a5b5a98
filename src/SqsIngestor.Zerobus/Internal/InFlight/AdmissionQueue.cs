namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>Accepts a write for which there is room, and returns its offset. Called under the ledger's lock.</summary>
internal delegate long AcceptWrite(in RecordSource source);

/// <summary>A write that waits for room.</summary>
internal sealed class AdmissionWaiter(RecordSource source) : TaskCompletionSource<long>(
    TaskCreationOptions.RunContinuationsAsynchronously)
{
    public RecordSource Source { get; } = source;

    /// <summary>Its place in the queue, so that a cancelled write leaves at once.</summary>
    public LinkedListNode<AdmissionWaiter>? Node { get; set; }
}

/// <summary>
/// Writes that wait for room, in the order of their calls. A cancelled one leaves at once, so that its buffer belongs to the
/// caller again. Everything but the waiting itself happens under the ledger's lock.
/// </summary>
/// <param name="gate">The ledger's lock.</param>
/// <param name="left">Called under the lock when a write has left without being accepted.</param>
internal sealed class AdmissionQueue(Lock gate, Action left)
{
    private readonly LinkedList<AdmissionWaiter> _waiting = new();

    public bool IsEmpty => _waiting.Count == 0;

    public AdmissionWaiter Add(in RecordSource source)
    {
        var waiter = new AdmissionWaiter(source);
        waiter.Node = _waiting.AddLast(waiter);
        return waiter;
    }

    /// <summary>Waits outside of the lock until the write is accepted.</summary>
    public async ValueTask<long> WaitAsync(AdmissionWaiter waiter, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static (state, token) =>
        {
            var (queue, waiter) = ((AdmissionQueue, AdmissionWaiter))state!;
            queue.Cancel(waiter, token);
        }, (this, waiter));
        return await waiter.Task.ConfigureAwait(false);
    }

    /// <summary>Accepts writes while there is room for the first. One that cannot be accepted fails alone.</summary>
    public void Admit(InFlightState inFlight, AcceptWrite accept)
    {
        while (_waiting.First is { } first && inFlight.TryMakeRoom(first.Value.Source.BodyLength))
        {
            _waiting.RemoveFirst();
            try
            {
                first.Value.SetResult(accept(first.Value.Source));
            }
#pragma warning disable CA1031 // Nobody else completes it any more: whoever waits must learn why, such as that memory is short.
            catch (Exception e)
#pragma warning restore CA1031
            {
                first.Value.SetException(e);
            }
        }
    }

    /// <summary>Fails every waiting write. True when there was one, so that a caller was told about the cause.</summary>
    public bool FailAll(ZerobusException cause)
    {
        var told = !IsEmpty;
        foreach (var waiter in _waiting)
            waiter.SetException(cause);
        _waiting.Clear();
        return told;
    }

    private void Cancel(AdmissionWaiter waiter, CancellationToken token)
    {
        lock (gate)
        {
            if (waiter.Node?.List is null)
                return;
            _waiting.Remove(waiter.Node);
            left();
        }

        waiter.TrySetCanceled(token);
    }
}
