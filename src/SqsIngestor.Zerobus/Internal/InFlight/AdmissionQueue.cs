namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Writes that wait for room, in the order of their calls. A cancelled one leaves at once, so that its buffer is the caller's
/// again. All but the waiting itself happens under the ledger's lock.
/// </summary>
internal sealed class AdmissionQueue(Lock gate)
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
            queue.Leave(waiter, token);
        }, (this, waiter));
        return await waiter.Task.ConfigureAwait(false);
    }

    /// <summary>Lets writes in while there is room for the first.</summary>
    public void Admit(Delivery delivery, AcceptWrite accept)
    {
        while (_waiting.First is { } first && delivery.HasRoom(first.Value.Source.BodyLength))
        {
            _waiting.RemoveFirst();
            first.Value.SetResult(accept(first.Value.Source));
        }
    }

    /// <summary>Nobody gets in any more. True when somebody was told.</summary>
    public bool Dismiss(ZerobusException cause)
    {
        var told = !IsEmpty;
        foreach (var waiter in _waiting)
            waiter.SetException(cause);
        _waiting.Clear();
        return told;
    }

    private void Leave(AdmissionWaiter waiter, CancellationToken token)
    {
        lock (gate)
        {
            if (waiter.Node?.List is null)
                return;
            _waiting.Remove(waiter.Node);
        }

        waiter.TrySetCanceled(token);
    }
}
