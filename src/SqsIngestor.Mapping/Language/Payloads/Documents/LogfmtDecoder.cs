using System.Buffers;
using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>
/// <c>logfmt</c>: an object for each line. <c>key=value</c> is text, in quotes with the escapes of JSON; a key alone is true.
/// </summary>
internal sealed class LogfmtDecoder(DocumentContext context) : DocumentDecoder(context)
{
    private static readonly SearchValues<byte> KeyEnds = SearchValues.Create(" \t=\""u8);
    private static readonly SearchValues<byte> ValueEnds = SearchValues.Create(" \t\""u8);

    // Inside quotes: the last quote, an escape, and what JSON does not allow.
    private static readonly SearchValues<byte> QuotedEnds =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private JsonLines _lines;

    // Some line has a key that the mapping reads, or no line needs one.
    private bool _isRead;

    public override Range Raw(ReadOnlySpan<byte> payload, int index) => _lines.Find(payload, index);

    protected override RecordErrorCode Write(PayloadBuffer payload)
    {
        (_lines, _isRead) = (default, Members is null);
        for (var line = 0; ; line++)
        {
            var text = payload.Written[_lines.Find(payload.Written, line)];
            if (text.IsEmpty) break;
            if (WriteLine(text) is { } problem)
            {
                return Wrong(string.Create(CultureInfo.InvariantCulture, $"line {LineOf(payload.Written, text)} has {problem}"));
            }
            if (IsFull) return RecordErrorCode.BodySize;
            EndDocument();
        }
        _lines = default;
        if (Count == 0) return Wrong("no line");
        // Any text is keys alone.
        return _isRead ? RecordErrorCode.None : Wrong("no line has a key that the mapping reads");
    }

    /// <summary>Writes the object of a line.</summary>
    /// <returns>What is wrong with the line; null for nothing.</returns>
    private string? WriteLine(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd(" \t\r"u8);
        Output.Write((byte)'{');
        for (var isFirst = true; !(line = line.TrimStart(" \t"u8)).IsEmpty; isFirst = false)
        {
            if (!isFirst) Output.Write((byte)',');
            var length = line.IndexOfAny(KeyEnds);
            var key = length < 0 ? line : line[..length];
            if (key.IsEmpty) return line[0] == (byte)'=' ? "a value without a key" : "a quote where a key should start";
            WriteKey(key);
            Output.Write((byte)':');
            line = line[key.Length..];
            if (line is [(byte)'"', ..]) return "a quote inside a key";
            if (WriteValue(ref line) is { } problem) return problem;
            if (IsFull) return null;
        }
        Output.Write((byte)'}');
        return null;
    }

    private void WriteKey(ReadOnlySpan<byte> key)
    {
        var start = Output.Length;
        JsonStringWriter.Write(key, Output, MaxBytes);
        if (_isRead || IsFull) return;
        var name = Output.Written[(start + 1)..^1];
        _isRead = Members!.FindMember(name, escaped: name.Contains((byte)'\\')) is not null;
    }

    private string? WriteValue(ref ReadOnlySpan<byte> line)
    {
        if (line is not [(byte)'=', ..])
        {
            Output.Write("true"u8);
            return null;
        }
        line = line[1..];
        if (line is [(byte)'"', ..]) return WriteQuoted(ref line);
        var length = line.IndexOfAny(ValueEnds);
        if (length >= 0 && line[length] == (byte)'"') return "a quote inside a value without quotes";
        JsonStringWriter.Write(length < 0 ? line : line[..length], Output, MaxBytes);
        line = length < 0 ? [] : line[length..];
        return null;
    }

    /// <summary>Writes a value in quotes, which is a JSON string already, but for a tab.</summary>
    private string? WriteQuoted(ref ReadOnlySpan<byte> line)
    {
        Output.Write((byte)'"');
        line = line[1..];
        while (line.IndexOfAny(QuotedEnds) is >= 0 and var plain)
        {
            Output.Write(line[..plain]);
            line = line[plain..];
            if (line[0] == (byte)'"')
            {
                Output.Write((byte)'"');
                line = line[1..];
                return line is [] or [(byte)' ' or (byte)'\t', ..] ? null : "text after the last quote of a value";
            }
            var length = line[0] == (byte)'\\' ? EscapeLength(line) : 1;
            if (length == 0) return "an escape that JSON does not have";
            if (length > 1) Output.Write(line[..length]);
            else JsonStringWriter.WriteContents(line[..1], Output);
            line = line[length..];
            if (IsFull) return null;
        }
        return "a value without its last quote";
    }

    /// <summary>The length of an escape; 0 if it is none.</summary>
    private static int EscapeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2) return 0;
        if ("\"\\/bfnrt"u8.Contains(text[1])) return 2;
        if (text[1] != (byte)'u' || text.Length < 6) return 0;
        foreach (var digit in text[2..6])
        {
            if (!char.IsAsciiHexDigit((char)digit)) return 0;
        }
        return 6;
    }

    private static int LineOf(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> line)
    {
        payload.Overlaps(line, out var offset);
        return payload[..offset].Count((byte)'\n') + 1;
    }
}
