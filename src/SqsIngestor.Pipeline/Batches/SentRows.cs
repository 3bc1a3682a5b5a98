using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>A row that a stream has accepted.</summary>
/// <param name="Index">Its index in the message.</param>
/// <param name="Target">Its table, by index in the plan.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Offset">Its offset in the stream.</param>
/// <param name="SentAt">A timestamp of the clock.</param>
/// <param name="OrderingKey">The ordering key of its FIFO group; 0 without one.</param>
internal readonly record struct SentRow(
    int Index, int Target, ITableStream Stream, long Offset, long SentAt, long OrderingKey = 0);

/// <summary>
/// Rows that were sent, of a batch or of one message. Rows of one message that follow each other on one stream take the place of
/// one, because an <c>explode</c> makes a thousand rows of one message. Their times are that of the first of them. Not
/// thread-safe.
/// </summary>
internal sealed class SentRows
{
    // What a batch of many rows needed is given back.
    private const int MostKept = 65_536;

    private List<Run> _runs = [];

    /// <summary>Runs of rows.</summary>
    public int Count => _runs.Count;

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        if (_runs.Capacity > MostKept) _runs = [];
        else _runs.Clear();
    }

    /// <summary>Adds a row of a message.</summary>
    /// <param name="row">The row.</param>
    /// <param name="before">The rows of the message before it.</param>
    /// <returns>Whether it begins a run.</returns>
    public bool Add(in SentRow row, int before)
    {
        if (before > 0 && _runs[^1] is var last && last.IsFollowedBy(row))
        {
            _runs[^1] = last with { Rows = last.Rows + 1 };
            return false;
        }
        _runs.Add(new(row, before, 1));
        return true;
    }

    /// <summary>Adds a row of the only message.</summary>
    public void Add(in SentRow row) => Add(row, before: _runs is [.., var last] ? last.Before + last.Rows : 0);

    /// <summary>A row of a message.</summary>
    /// <param name="first">The first run of the message.</param>
    /// <param name="runs">The runs of the message.</param>
    /// <param name="row">Which of its rows, from 0.</param>
    public SentRow Row(int first, int runs, int row)
    {
        var (low, high) = (first, first + runs - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_runs[middle].Before <= row) low = middle;
            else high = middle - 1;
        }
        return _runs[low].Row(row - _runs[low].Before);
    }

    /// <summary>All rows, in order.</summary>
    public IEnumerable<SentRow> All() => _runs.SelectMany(static run => Enumerable.Range(0, run.Rows).Select(i => run.Row(i)));

    private readonly record struct Run(SentRow First, int Before, int Rows)
    {
        public bool IsFollowedBy(in SentRow row) =>
            row.Stream == First.Stream && row.Target == First.Target && row.Index == First.Index + Rows
            && row.Offset == First.Offset + Rows;

        public SentRow Row(int i) => First with { Index = First.Index + i, Offset = First.Offset + i };
    }
}
