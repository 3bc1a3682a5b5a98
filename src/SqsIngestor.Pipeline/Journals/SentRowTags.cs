using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Journals;

/// <summary>
/// The rows that a stream has and that are not settled, by the tags of their writes. A tag is free again once its write is
/// settled, because it may be sent again until then. Thread-safe.
/// </summary>
internal sealed class SentRowTags
{
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = [];
    private readonly Queue<(int Tag, long Offset)> _accepted = [];
    private MessageRow[] _rows = new MessageRow[64];
    private int _used;

    /// <summary>Tags that are taken.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _used - _free.Count;
        }
    }

    /// <summary>The row of a tag.</summary>
    public MessageRow this[int tag]
    {
        get
        {
            lock (_gate) return _rows[tag];
        }
    }

    /// <summary>Takes a tag for a row that is about to be written.</summary>
    /// <param name="row">The row.</param>
    /// <param name="stream">The stream; tags of writes that it has settled are free.</param>
    public int Take(in MessageRow row, ITableStream stream)
    {
        lock (_gate)
        {
            while (_accepted.TryPeek(out var oldest) && stream.IsSettled(oldest.Offset)) _free.Push(_accepted.Dequeue().Tag);
            if (!_free.TryPop(out var tag))
            {
                if (_used == _rows.Length) Array.Resize(ref _rows, _used * 2);
                tag = _used++;
            }
            _rows[tag] = row;
            return tag;
        }
    }

    /// <summary>The stream has accepted the write of a tag.</summary>
    public void Accepted(int tag, long offset)
    {
        lock (_gate) _accepted.Enqueue((tag, offset));
    }

    /// <summary>The stream has not accepted the write of a tag.</summary>
    public void Refused(int tag)
    {
        lock (_gate) _free.Push(tag);
    }
}
