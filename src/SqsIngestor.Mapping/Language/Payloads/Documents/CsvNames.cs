using System.Text;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>The names of the fields of csv, from the mapping or from the first row of each payload.</summary>
internal sealed class CsvNames
{
    private readonly CsvSyntax _syntax;
    private readonly PathTrie? _members;
    private readonly PayloadBuffer _header = new();

    // What stands before each value: {"a": and ,"b":
    private readonly PayloadBuffer _texts = new();
    private readonly List<int> _ends = [];

    /// <param name="names">The names; null if the first row has them.</param>
    /// <param name="syntax">Reads the first row.</param>
    /// <param name="members">The members that the mapping reads, one of which the first row must have; null for any row.</param>
    public CsvNames(IReadOnlyList<string>? names, CsvSyntax syntax, PathTrie? members)
    {
        (_syntax, _members, IsHeader) = (syntax, members, names is null);
        foreach (var name in names ?? [])
        {
            BeginName();
            JsonStringWriter.Write(Encoding.UTF8.GetBytes(name), _texts);
            EndName();
        }
    }

    /// <summary>The first row has the names.</summary>
    public bool IsHeader { get; }

    public int Count => _ends.Count;

    /// <summary>Bytes of its memory.</summary>
    public int Size => _header.Bytes.Length + _texts.Bytes.Length + _ends.Capacity * sizeof(int);

    /// <summary>What stands in a JSON object before the value of a field.</summary>
    public ReadOnlySpan<byte> BeforeValue(int field) => _texts.Written[(field == 0 ? 0 : _ends[field - 1]).._ends[field]];

    /// <summary>Reads the first row. The names stay if it is that of the payload before.</summary>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public string? ReadHeader(ReadOnlySpan<byte> row)
    {
        if (Count > 0 && row.SequenceEqual(_header.Written)) return null;
        (_header.Length, _texts.Length) = (0, 0);
        _ends.Clear();
        if (row.IsEmpty) return "no header";
        var known = new HashSet<string>(StringComparer.Ordinal);
        var problem = ReadNames(row, known);
        if (problem is not null)
        {
            _ends.Clear();
            return problem;
        }
        _header.Write(row);
        return null;
    }

    private string? ReadNames(ReadOnlySpan<byte> row, HashSet<string> known)
    {
        var (position, next, isRead) = (0, CsvField.Next.Field, _members is null);
        while (next == CsvField.Next.Field)
        {
            var field = _syntax.Read(row, position);
            if (field.Problem is { } problem) return $"the header has {problem}";
            (next, position) = (field.After, field.End);
            BeginName();
            var start = _texts.Length;
            field.Write(row, _texts, int.MaxValue);
            if (!known.Add(Encoding.UTF8.GetString(_texts.Written[start..]))) return "the header has a name twice";
            var name = _texts.Written[(start + 1)..^1];
            isRead = isRead || _members!.FindMember(name, escaped: name.Contains((byte)'\\')) is not null;
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
        _ends.Add(_texts.Length);
    }
}
