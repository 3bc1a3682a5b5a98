namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// What a batch waits for: the events of one round that may let it go on. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class BatchChanges(Batch batch, TimeProvider clock)
{
    /// <summary>How often to check what raises no event: connections that are lost or back, and room in streams.</summary>
    internal static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    // Many messages may wait for one event.
    private readonly HashSet<Task> _events = [];
    private Task? _check;

    // The batch that the check belongs to.
    private object? _checks;

    /// <summary>Whether anything that was met in this round is worth waiting for.</summary>
    public bool AreWorthWaiting { get; private set; }

    /// <summary>Begins a round.</summary>
    public void Begin()
    {
        _events.Clear();
        AreWorthWaiting = false;
    }

    /// <summary>Something is waited for that raises no event, or whose event is known already.</summary>
    /// <param name="isWorthWaiting">Whether it is worth waiting for.</param>
    public void Expect(bool isWorthWaiting) => AreWorthWaiting |= isWorthWaiting;

    /// <summary>Something is waited for.</summary>
    /// <param name="raised">Completes with the event. Must not fail.</param>
    /// <param name="isWorthWaiting">Whether it is worth waiting for.</param>
    public void Add(Task raised, bool isWorthWaiting)
    {
        _events.Add(raised);
        Expect(isWorthWaiting);
    }

    /// <summary>Waits for the first event, for the next check, or for the deadline.</summary>
    public async Task WaitAsync()
    {
        _events.Add(NextCheck());
        await Task.WhenAny(_events).ConfigureAwait(false);
        TakeCheck();
    }

    /// <summary>Waits for one event that comes at the deadline at the latest, or for the next check.</summary>
    /// <param name="raised">Completes with the event. Must not fail.</param>
    /// <returns>Whether it is time for a check.</returns>
    public async ValueTask<bool> IsCheckDueAsync(Task raised)
    {
        if (raised.IsCompleted) return false;
        await Task.WhenAny(raised, NextCheck()).ConfigureAwait(false);
        return TakeCheck();
    }

    // One timer for all waits until it is due.
    private Task NextCheck()
    {
        if (_check is null || _checks != batch.Identity)
            (_check, _checks) = (Task.Delay(PollInterval, clock, batch.Deadline.Token), batch.Identity);
        return _check;
    }

    // Whether the time of the next check has come; the one after it is due later.
    private bool TakeCheck()
    {
        if (_check is not { IsCompleted: true }) return false;
        _check = null;
        return true;
    }
}
