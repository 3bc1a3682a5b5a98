namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>The result so far of the oldest write, while its records are settled one part at a time.</summary>
internal sealed class PartialWriteResult
{
    private readonly List<int> _refused = [];
    private int _durable;
    private string _reason = "";

    public void Durable(int records) => _durable += records;

    public void Refuse(int index, string reason)
    {
        _refused.Add(index);
        _reason = reason;
    }

    /// <summary>The write is settled: returns its event and resets for the next write.</summary>
    public AckEvent Take(long offset, int total)
    {
        var refused = _refused.Count == 0 ? null : new RefusedWrite(offset, [.. _refused], total, _reason);
        var settled = new AckEvent(offset, _durable, refused);
        _refused.Clear();
        _durable = 0;
        return settled;
    }
}
