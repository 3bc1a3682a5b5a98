using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>The names of the fields of csv, from the mapping or from the first row of each payload.</summary>
internal sealed class CsvNames
{
    private readonly CsvSyntax _syntax;
    private readonly DocumentContext _context;
    private readonly PayloadBuffer _header;

    // What stands before each value: {"a": and ,"b":
    private readonly PayloadBuffer _texts;
    private readonly WorkArray<int> _ends;

    // What reading the first row takes.
    private long _cost;

    /// <param name="names">The names; null if the first row has them.</param>
    /// <param name="syntax">Reads the first row.</param>
    /// <param name="context">The limits, and the members that the mapping reads, one of which the first row must have.</param>
    public CsvNames(IReadOnlyList<string>? names, CsvSyntax syntax, DocumentContext context)
    {
        (_syntax, _context, IsHeader) = (syntax, context, names is null);
        // The names of the mapping do not belong to a message.
        var memory = IsHeader ? context.Memory : new();
        (_header, _texts, _ends) = (new(memory), new(memory), new(memory));
        foreach (var name in names ?? [])
        {
            BeginName();
            JsonStringWriter.Write(Encoding.UTF8.GetBytes(name), _texts);
            EndName();
        }
    }

    /// <summary>The first row has the names.</summary>
    public bool IsHeader { get; }

    public int Count { get; private set; }

    /// <summary>What stands in a JSON object before the value of a field.</summary>
    public ReadOnlySpan<byte> BeforeValue(int field) =>
        _texts.Written[(field == 0 ? 0 : _ends.Items[field - 1]).._ends.Items[field]];

    /// <summary>Reads the first row. The names stay if it is that of the payload before.</summary>
    /// <param name="row">The row.</param>
    /// <param name="problem">What is wrong with it; null for nothing, or if the code says it.</param>
    public RecordErrorCode ReadHeader(ReadOnlySpan<byte> row, out string? problem)
    {
        problem = null;
        if (Count > 0 && !row.IsEmpty && row.SequenceEqual(_header.Written))
        {
            // As if they were read again, so that a message may take as much as any other with the same header.
            _context.Memory.Take(_cost);
            return RecordErrorCode.None;
        }
        (_header.Length, _texts.Length, Count) = (0, 0, 0);
        var before = _context.Memory.Taken;
        problem = row.IsEmpty ? "no header" : ReadNames(row);
        var isFull = _texts.Length > _context.MaxBytes;
        if (problem is null && !isFull)
        {
            _header.Write(row);
            _cost = _context.Memory.Taken - before;
            return RecordErrorCode.None;
        }
        Count = 0;
        if (isFull) problem = null;
        return isFull ? RecordErrorCode.BodySize : RecordErrorCode.BodySyntax;
    }

    private string? ReadNames(ReadOnlySpan<byte> row)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var (position, next, isRead) = (0, CsvField.Next.Field, _context.Members is null);
        while (next == CsvField.Next.Field)
        {
            var field = _syntax.Read(row, position);
            if (field.Problem is { } problem) return $"the header has {problem}";
            (next, position) = (field.After, field.End);
            BeginName();
            var start = _texts.Length;
            field.Write(row, _texts, _context.MaxBytes);
            if (_texts.Length > _context.MaxBytes) return null;
            _context.Memory.Take(MessageMemory.OfName + sizeof(char) * (_texts.Length - start));
            if (!known.Add(Encoding.UTF8.GetString(_texts.Written[start..]))) return "the header has a name twice";
            var name = _texts.Written[(start + 1)..^1];
            isRead = isRead || _context.Members!.FindMember(name, escaped: name.Contains((byte)'\\')) is not null;
            EndName();
        }
        return isRead
            ? null
            : "the header has no name that the mapping reads: check 'delimiter', or set 'names' without a header";
    }

    private void BeginName() => _texts.Write(Count == 0 ? (byte)'{' : (byte)',');

    private void EndName()
    {
        _texts.Write((byte)':');
        _ends.Ensure(Count + 1L, Count);
        _ends.Items[Count++] = _texts.Length;
    }
}
