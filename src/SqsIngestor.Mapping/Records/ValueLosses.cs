namespace SqsIngestor.Mapping.Records;

/// <summary>What a value can lose on its way to a record, although it fits.</summary>
internal enum ValueLoss : byte
{
    /// <summary>A FLOAT or a DOUBLE does not hold all digits of the number.</summary>
    Digits,

    /// <summary>A time has digits after the microsecond.</summary>
    Microseconds,
}

/// <summary>
/// Collects what values lose, for the compiler and for the commands for people. The function has none, so that it costs nothing
/// there.
/// </summary>
internal sealed class ValueLosses
{
    private readonly List<(ValueLoss Loss, int Position)> _found = [];

    public int Count => _found.Count;

    /// <param name="loss">What the value has lost.</param>
    /// <param name="position">The position of the writer after the value.</param>
    public void Add(ValueLoss loss, int position) => _found.Add((loss, position));

    /// <summary>Removes and returns the losses from an index on, each once.</summary>
    /// <param name="first">The index.</param>
    /// <param name="end">The position of the writer. What was written beyond it was discarded.</param>
    public IReadOnlyList<ValueLoss> Take(int first, int end)
    {
        if (first == _found.Count) return [];
        var kept = _found.Skip(first).Where(found => found.Position <= end);
        List<ValueLoss> taken = [.. kept.Select(found => found.Loss).Distinct()];
        _found.RemoveRange(first, _found.Count - first);
        return taken;
    }
}
