using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The rows that one check of a batch has found pending. A stream settles its rows in order, so it is not asked for those behind
/// them. Reused from check to check; not thread-safe.
/// </summary>
/// <param name="tables">Tables in the plan.</param>
internal sealed class PendingRows(int tables)
{
    private readonly (ITableStream? Stream, long Offset)[] _first = new (ITableStream?, long)[tables];

    /// <summary>Begins a check.</summary>
    public void Clear() => Array.Clear(_first);

    /// <summary>Whether the check has found a pending row of a table, by index in the plan.</summary>
    public bool HasAny(int table) => _first[table].Stream is not null;

    /// <summary>Whether a row is pending.</summary>
    public bool Contains(in SentRow row)
    {
        ref var first = ref _first[row.Target];
        if (row.Stream == first.Stream && row.Offset >= first.Offset) return true;
        if (row.Stream.IsSettled(row.Offset)) return false;
        first = (row.Stream, row.Offset);
        return true;
    }
}
