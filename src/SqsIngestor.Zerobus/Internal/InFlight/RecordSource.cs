using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>What a caller handed over: one record, a list of records, or one buffer with the lengths of its records.</summary>
internal readonly struct RecordSource
{
    private const byte RecordsField = (1 << 3) | 2;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ReadOnlyMemory<int> _lengths;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>>? _list;

    private RecordSource(
        ReadOnlyMemory<byte> bytes, ReadOnlyMemory<int> lengths, IReadOnlyList<ReadOnlyMemory<byte>>? list, bool isBatch,
            int count, long body)
    {
        _bytes = bytes;
        _lengths = lengths;
        _list = list;
        IsBatch = isBatch;
        Count = count;
        BodyLength = body;
    }

    public bool IsBatch { get; }

    /// <summary>The caller's terms for the write.</summary>
    public WriteTerms Terms { get; init; }

    public int Count { get; }

    /// <summary>Bytes of the body that <see cref="AppendTo"/> writes.</summary>
    public long BodyLength { get; }

    public static RecordSource Single(ReadOnlyMemory<byte> record) => new(record, default, null, false, 1, record.Length);

    public static RecordSource Batch(IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        var body = 0L;
        for (var i = 0; i < records.Count; i++)
            body += ZerobusLimits.BatchedSize(records[i].Length);
        return new(default, default, records, true, records.Count, body);
    }

    public static RecordSource Batch(ReadOnlyMemory<byte> records, ReadOnlyMemory<int> lengths)
    {
        long body = 0, sum = 0;
        foreach (var length in lengths.Span)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(lengths));
            body += ZerobusLimits.BatchedSize(length);
            sum += length;
        }

        return sum == records.Length
            ? new(records, lengths, null, true, lengths.Length, body)
            : throw new ArgumentException("The lengths do not add up to the buffer.", nameof(lengths));
    }

    /// <summary>Whether every record is valid UTF-8.</summary>
    public bool IsUtf8()
    {
        var at = 0;
        for (var i = 0; i < Count; i++)
        {
            if (!System.Text.Unicode.Utf8.IsValid(Record(i, ref at)))
                return false;
        }

        return true;
    }

    public void AppendTo(SegmentQueue segments)
    {
        if (!IsBatch)
        {
            segments.Append(_bytes.Span);
            return;
        }

        Span<byte> prefix = stackalloc byte[1 + Varint.MaxBytes];
        prefix[0] = RecordsField;
        var (at, filled) = (0, 0);
        var room = segments.Room();
        for (var i = 0; i < Count; i++)
        {
            var record = Record(i, ref at);
            var length = 1 + Varint.Write(prefix[1..], (ulong)record.Length);
            if (length + record.Length <= room.Length - filled)
            {
                prefix[..length].CopyTo(room[filled..]);
                record.CopyTo(room[(filled + length)..]);
                filled += length + record.Length;
                continue;
            }

            segments.Filled(filled);
            segments.Append(prefix[..length]);
            segments.Append(record);
            filled = 0;
            room = segments.Room();
        }

        segments.Filled(filled);
    }

    private ReadOnlySpan<byte> Record(int index, ref int at)
    {
        if (_list is not null)
            return _list[index].Span;
        var start = at;
        var length = IsBatch ? _lengths.Span[index] : _bytes.Length;
        at += length;
        return _bytes.Span.Slice(start, length);
    }
}
