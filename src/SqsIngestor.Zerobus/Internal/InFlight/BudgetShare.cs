namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// What one stream holds of the budget. Its stream's lock guards every call but the wake. The properties change only under the
/// budget's lock as well, so the budget may read those of any stream.
/// </summary>
internal sealed class BudgetShare(InFlightBudget budget, Action wake) : IThreadPoolWorkItem
{
    /// <summary>Segments that the stream holds.</summary>
    public long Used { get; set; }

    /// <summary>Segments that it last asked for.</summary>
    public int Requested { get; set; }

    /// <summary>Its place among those who wait; null if it does not.</summary>
    public LinkedListNode<BudgetShare>? WaitingNode { get; set; }

    /// <summary>Takes segments, or begins to wait for them.</summary>
    public bool TryTake(int count) => count == 0 || budget.TryTake(this, count);

    /// <summary>Nobody wants the segments any more that were asked for.</summary>
    public void StopWaiting()
    {
        if (WaitingNode is not null)
            budget.StopWaiting(this);
    }

    /// <summary>One of the segments that were taken.</summary>
    public byte[] Rent() => budget.Rent();

    /// <summary>Gives a segment back.</summary>
    public void Return(byte[] segment) => budget.Return(this, segment);

    /// <summary>Gives back what was taken and is not a segment.</summary>
    public void Return(int count)
    {
        for (; count > 0; count--)
            budget.Return(this, null);
    }

    /// <summary>The stream has ended: what it holds does not count any more.</summary>
    public void Leave() => budget.Remove(this);

    void IThreadPoolWorkItem.Execute() => wake();
}
