using System.Text.Json;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>
/// Reads a JSON text token by token, and copies parts of it as they are written, without line ends: documents are lines.
/// Methods throw <see cref="JsonException"/> where the text stops being JSON.
/// </summary>
internal ref struct JsonCopier(ReadOnlySpan<byte> text, int maxDepth, PayloadBuffer output)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private Utf8JsonReader _reader = new(text, new JsonReaderOptions { MaxDepth = maxDepth });

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Where the token starts.</summary>
    public readonly int Start => (int)_reader.TokenStartIndex;

    /// <summary>Where the token ends.</summary>
    public readonly int End => (int)_reader.BytesConsumed;

    /// <summary>The text of a string or a name between its quotes, or the digits of a number, as written.</summary>
    public readonly ReadOnlySpan<byte> Text => _reader.ValueSpan;

    public readonly bool IsEscaped => _reader.ValueIsEscaped;

    /// <summary>Goes to the next token.</summary>
    public void Read()
    {
        if (!_reader.Read()) throw new JsonException("The document ends in the middle of a value.");
    }

    /// <summary>Goes to the name of the next member; false at the end of the object.</summary>
    public bool NextMember()
    {
        Read();
        return Token == JsonTokenType.PropertyName;
    }

    /// <summary>Goes to the next element; false at the end of the array.</summary>
    public bool NextElement()
    {
        Read();
        return Token != JsonTokenType.EndArray;
    }

    /// <summary>Whether the token is a name or a string with this value.</summary>
    public readonly bool Is(ReadOnlySpan<byte> value) =>
        Token is JsonTokenType.PropertyName or JsonTokenType.String && JsonText.NameEquals(Text, IsEscaped, value);

    /// <summary>Goes to the last token of the value.</summary>
    public void Skip() => _reader.Skip();

    /// <summary>Goes to the end of the object.</summary>
    public void SkipRest()
    {
        while (NextMember())
        {
            Read();
            Skip();
        }
    }

    /// <summary>Checks that nothing but white space follows.</summary>
    public void Finish() => _reader.Read();

    /// <summary>Writes a comma, unless nothing stands before it in its object or array.</summary>
    public readonly void Separate()
    {
        if (output.Written[^1] is not ((byte)'{' or (byte)'[')) output.Write((byte)',');
    }

    /// <summary>Begins a member of the name at the reader, and goes to its value.</summary>
    public void CopyName()
    {
        Separate();
        output.Write(_text.Slice(Start, Text.Length + 2));
        output.Write((byte)':');
        Read();
    }

    /// <summary>Copies the value at the reader, and goes to its last token.</summary>
    public void CopyValue()
    {
        var start = Start;
        Skip();
        Copy(_text[start..End], output);
    }

    /// <summary>A reader of a part of the text, with the same limit and output.</summary>
    public readonly JsonCopier Part(ReadOnlySpan<byte> part) => new(part, maxDepth, output);

    /// <summary>Copies a JSON value to a line.</summary>
    public static void Copy(ReadOnlySpan<byte> json, PayloadBuffer output)
    {
        var room = output.Reserve(json.Length)[..json.Length];
        json.CopyTo(room);
        // Inside a string, JSON does not allow it.
        room.Replace((byte)'\n', (byte)' ');
        output.Length += json.Length;
    }
}
