using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>
/// <c>csv</c> (RFC 4180): an object for each row, whose values are texts, or null for an empty field without quotes. The names
/// come from the mapping or the first row.
/// </summary>
internal sealed class CsvDecoder : DocumentDecoder
{
    private readonly CsvNames _names;
    private readonly CsvSyntax _syntax;
    private CsvRows? _rows;

    /// <param name="context">The limits.</param>
    /// <param name="names">The names; null if the first row has them.</param>
    /// <param name="delimiter">An ASCII character between two fields.</param>
    public CsvDecoder(DocumentContext context, IReadOnlyList<string>? names, byte delimiter) : base(context)
    {
        _syntax = new(delimiter);
        _names = new(names, _syntax, context);
    }

    public override Range Raw(ReadOnlySpan<byte> payload, int index)
    {
        _rows ??= new CsvRows(payload, skipsHeader: _names.IsHeader);
        var rows = _rows.Value;
        var row = rows.Find(payload, index);
        _rows = rows;
        return row;
    }

    protected override RecordErrorCode Write(PayloadBuffer payload)
    {
        var code = WriteRows(payload.Written);
        var content = payload.Written.TrimEnd((byte)'\r');
        if (Problem is not null && content.Contains((byte)'\r') && !content.Contains((byte)'\n'))
        {
            Problem += "; lines end with LF or CRLF, not with CR alone";
        }
        return code;
    }

    private RecordErrorCode WriteRows(ReadOnlySpan<byte> text)
    {
        _rows = null;
        var position = CsvRows.Start(text);
        if (_names.IsHeader)
        {
            CsvRows.SkipBlank(text, ref position);
            var header = CsvRows.Next(text, ref position);
            if (_names.ReadHeader(text[header], out var problem) is var code and not RecordErrorCode.None)
            {
                return problem is null ? code : Wrong(problem);
            }
        }
        CsvRows.SkipBlank(text, ref position);
        while (position < text.Length)
        {
            if (WriteRow(text, ref position) is var failure and not RecordErrorCode.None) return failure;
            CsvRows.SkipBlank(text, ref position);
        }
        return Count > 0 ? RecordErrorCode.None : Wrong("no row");
    }

    private RecordErrorCode WriteRow(ReadOnlySpan<byte> text, ref int position)
    {
        var (start, count) = (position, 0);
        var next = CsvField.Next.Field;
        for (; next == CsvField.Next.Field; count++)
        {
            var field = _syntax.Read(text, position);
            if (field.Problem is { } problem) return Wrong(At(text, start, $"has {problem}"));
            (next, position) = (field.After, field.End);
            if (count >= _names.Count) continue;
            Output.Write(_names.BeforeValue(count));
            if (field.IsNull) Output.Write("null"u8);
            else field.Write(text, Output, MaxBytes);
            if (IsFull) return RecordErrorCode.BodySize;
        }
        if (count != _names.Count)
        {
            return Wrong(At(text, start, $"has {Fields(count)}, wanted {Fields(_names.Count)}"), RecordErrorCode.FieldCount);
        }
        Output.Write((byte)'}');
        EndDocument();
        return RecordErrorCode.None;
    }

    private static string Fields(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "field" : "fields")}");

    private static string At(ReadOnlySpan<byte> text, int start, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"line {text[..start].Count((byte)'\n') + 1} {what}");
}
