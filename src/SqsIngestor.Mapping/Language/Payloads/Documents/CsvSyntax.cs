using System.Buffers;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>Reads the fields of a row of csv.</summary>
/// <param name="delimiter">An ASCII character between two fields.</param>
internal sealed class CsvSyntax(byte delimiter)
{
    private readonly SearchValues<byte> _ends = SearchValues.Create([delimiter, (byte)'\n', (byte)'"']);

    public CsvField Read(ReadOnlySpan<byte> text, int start)
    {
        if (start < text.Length && text[start] == (byte)'"') return ReadQuoted(text, start + 1);
        var length = text[start..].IndexOfAny(_ends);
        var end = length < 0 ? text.Length : start + length;
        if (end < text.Length && text[end] == (byte)'"') return CsvField.Wrong("a quote inside a field without quotes");
        var isLast = end == text.Length || text[end] == (byte)'\n';
        // The CR belongs to the end of the line.
        var contentEnd = isLast && end > start && text[end - 1] == (byte)'\r' ? end - 1 : end;
        return new(start, contentEnd, false, isLast ? CsvField.Next.Row : CsvField.Next.Field, Math.Min(end + 1, text.Length));
    }

    private CsvField ReadQuoted(ReadOnlySpan<byte> text, int start)
    {
        var (end, hasQuotes) = (start, false);
        while (true)
        {
            var length = text[end..].IndexOf((byte)'"');
            if (length < 0) return CsvField.Wrong("a quoted field without its last quote");
            end += length;
            if (end + 1 >= text.Length || text[end + 1] != (byte)'"') break;
            (end, hasQuotes) = (end + 2, true);
        }
        var after = text[(end + 1)..];
        return after switch
        {
            [] => Quoted(CsvField.Next.Row, text.Length),
            [var one, ..] when one == delimiter => Quoted(CsvField.Next.Field, end + 2),
            [(byte)'\n', ..] => Quoted(CsvField.Next.Row, end + 2),
            [(byte)'\r'] => Quoted(CsvField.Next.Row, end + 2),
            [(byte)'\r', (byte)'\n', ..] => Quoted(CsvField.Next.Row, end + 3),
            _ => CsvField.Wrong("text after the last quote of a field"),
        };

        CsvField Quoted(CsvField.Next next, int position) => new(start, end, hasQuotes, next, position) { IsQuoted = true };
    }
}

/// <summary>A field of csv.</summary>
/// <param name="Start">Where its text starts, after a quote.</param>
/// <param name="TextEnd">Where its text ends, before a quote.</param>
/// <param name="HasQuotes">Its text has quotes, each written twice.</param>
/// <param name="After">What follows it.</param>
/// <param name="End">Where that starts.</param>
/// <param name="Problem">What is wrong with it; null for nothing.</param>
internal readonly record struct CsvField(
    int Start, int TextEnd, bool HasQuotes, CsvField.Next After, int End, string? Problem = null)
{
    /// <summary>What follows a field.</summary>
    internal enum Next : byte
    {
        /// <summary>Another field of the row.</summary>
        Field,

        /// <summary>Another row, or nothing.</summary>
        Row,
    }

    /// <summary>It stands in quotes.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>It is empty, and does not even have quotes.</summary>
    public bool IsNull => TextEnd == Start && !IsQuoted;

    public static CsvField Wrong(string problem) => new(0, 0, false, Next.Row, 0, problem);

    /// <summary>Writes its text as a JSON string.</summary>
    public void Write(ReadOnlySpan<byte> text, PayloadBuffer output, int most)
    {
        var rest = text[Start..TextEnd];
        if (!HasQuotes)
        {
            JsonStringWriter.Write(rest, output, most);
            return;
        }
        output.Write((byte)'"');
        while (rest.IndexOf((byte)'"') is >= 0 and var quote && output.Length <= most)
        {
            JsonStringWriter.WriteContents(rest[..(quote + 1)], output, most);
            rest = rest[(quote + 2)..];
        }
        JsonStringWriter.WriteContents(rest, output, most);
        output.Write((byte)'"');
    }
}
