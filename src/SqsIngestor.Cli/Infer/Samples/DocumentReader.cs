using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>A document of a file.</summary>
/// <param name="Text">Its bytes, without the white space after it.</param>
/// <param name="Line">The line where it starts, from 1.</param>
internal sealed record Document(byte[] Text, long Line);

/// <summary>
/// Splits a stream into JSON documents. If its first line is a document, each line is one; otherwise a document ends at the line
/// that closes its brackets. Objects and arrays on one line are documents of their own. Only one document is in memory.
/// </summary>
/// <param name="stream">The stream, read from its position.</param>
/// <param name="place">The file as the command line names it.</param>
internal sealed class DocumentReader(Stream stream, string place)
{
    /// <summary>The most bytes of a document: 64 MiB. An SQS event has at most 6 MiB.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    /// <exception cref="CliException">A document is too large, or the file cannot be read.</exception>
    public IEnumerable<Document> Read()
    {
        var (balance, pending, start) = (new BracketBalance(), new MemoryStream(), 0L);
        bool? eachLine = null;
        foreach (var (line, number) in Lines())
        {
            if (pending.Length == 0 && line.AsSpan().Trim(WhiteSpace).IsEmpty) continue;
            if (pending.Length == 0) start = number;
            if (pending.Length + line.Length > MaxBytes) throw TooLarge(start);
            pending.Write(line);
            balance.Add(line);
            eachLine ??= balance.IsClosed;
            if (!eachLine.Value && !balance.IsClosed) continue;
            foreach (var document in Split(Take(pending, start))) yield return document;
            balance = new BracketBalance();
        }

        if (pending.Length == 0) yield break;
        foreach (var document in Split(Take(pending, start))) yield return document;
    }

    /// <summary>Objects and arrays that follow each other without a line end between them, as when outputs are joined.</summary>
    private static IEnumerable<Document> Split(Document document)
    {
        var (text, line, start) = (document.Text, document.Line, 0);
        while (start < text.Length && text[start] is (byte)'{' or (byte)'[')
        {
            var length = BracketBalance.FirstClose(text.AsSpan(start));
            var rest = length < 0 ? 0 : text.AsSpan(start + length).Trim(WhiteSpace).Length;
            if (rest == 0 || text[^rest] is not ((byte)'{' or (byte)'[')) break;
            yield return new Document(text[start..(start + length)], line);
            line += text.AsSpan(start, text.Length - rest - start).Count((byte)'\n');
            start = text.Length - rest;
        }

        yield return start == 0 ? document : new Document(text[start..], line);
    }

    private static Document Take(MemoryStream pending, long start)
    {
        var text = pending.GetBuffer().AsSpan(0, (int)pending.Length).Trim(WhiteSpace).ToArray();
        pending.SetLength(0);
        return new Document(text, start);
    }

    /// <summary>The lines with their ends, from 1, without a byte order mark.</summary>
    private IEnumerable<(byte[] Line, long Number)> Lines()
    {
        var (buffer, line, number) = (new byte[1 << 16], new MemoryStream(), 1L);
        while (Fill(buffer) is > 0 and var count)
        {
            for (var start = 0; start < count;)
            {
                var end = buffer.AsSpan(start, count - start).IndexOf((byte)'\n');
                var length = end < 0 ? count - start : end + 1;
                if (line.Length + length > MaxBytes) throw TooLarge(number);
                line.Write(buffer, start, length);
                start += length;
                if (end < 0) continue;
                yield return (Line(line, number), number);
                number++;
                line.SetLength(0);
            }
        }

        if (line.Length > 0) yield return (Line(line, number), number);
    }

    private static byte[] Line(MemoryStream line, long number)
    {
        var bytes = line.GetBuffer().AsSpan(0, (int)line.Length);
        return (number == 1 && bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes).ToArray();
    }

    private int Fill(byte[] buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnreadable.At(place, $"The file cannot be read: {e.Message}", e);
        }
    }

    private CliException TooLarge(long line) => CliErrors.SampleTooLarge.At(
        $"{place}:{line}",
        $"The document that starts here has more than {MaxBytes / 1024 / 1024} MiB. Write one message on each line (ndjson), "
            + "or take fewer messages: a few hundred are enough.");

    /// <summary>Counts brackets outside of strings.</summary>
    private sealed class BracketBalance
    {
        private long _depth;
        private bool _inString;
        private bool _escaped;

        /// <summary>Whether every bracket and string is closed.</summary>
        public bool IsClosed => _depth <= 0 && !_inString;

        /// <summary>The place after the bracket that closes the first one; -1 if none does.</summary>
        public static int FirstClose(ReadOnlySpan<byte> text)
        {
            var balance = new BracketBalance();
            for (var i = 0; i < text.Length; i++)
            {
                balance.Add(text.Slice(i, 1));
                if (balance.IsClosed) return i + 1;
            }

            return -1;
        }

        public void Add(ReadOnlySpan<byte> text)
        {
            foreach (var b in text)
            {
                if (_escaped) _escaped = false;
                else if (_inString) (_inString, _escaped) = (b != '"', b == '\\');
                else if (b == '"') _inString = true;
                else if (b is (byte)'{' or (byte)'[') _depth++;
                else if (b is (byte)'}' or (byte)']') _depth--;
            }
        }
    }
}
