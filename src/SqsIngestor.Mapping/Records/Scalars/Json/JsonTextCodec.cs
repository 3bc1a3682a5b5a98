using System.Buffers;
using System.Buffers.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars.Json;

/// <summary>VARIANT, or JSON in a string: the value's JSON text unchanged, with its white space and number digits.</summary>
internal sealed class JsonTextCodec : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        switch (value.Kind)
        {
            case ValueKind.String:
                return TryWriteString(value, writer);
            // An attribute says itself that it is a number.
            case ValueKind.Number when value.Tape is null && !DecimalText.TryParse(value.Text, out _):
                return RecordErrorCode.NumberSyntax;
            case ValueKind.Object or ValueKind.Array or ValueKind.Number:
                if (!JsonString.IsWellFormed(value.Text)) return RecordErrorCode.TextEncoding;
                writer.WriteLengthDelimited(value.Text);
                return RecordErrorCode.None;
            case ValueKind.True or ValueKind.False:
                writer.WriteLengthDelimited(value.Kind == ValueKind.True ? "true"u8 : "false"u8);
                return RecordErrorCode.None;
            case ValueKind.Null:
                writer.WriteLengthDelimited("null"u8);
                return RecordErrorCode.None;
            case ValueKind.Integer:
                Span<byte> digits = stackalloc byte[20];
                Utf8Formatter.TryFormat(value.Integer, digits, out var length);
                writer.WriteLengthDelimited(digits[..length]);
                return RecordErrorCode.None;
            default:
                return RecordErrorCode.WrongType;
        }
    }

    private static RecordErrorCode TryWriteString(in SourceValue value, RecordWriter writer)
    {
        var isJson = value.Tape is not null || value.Escaped;
        if (isJson ? !JsonString.IsWellFormed(value.Text) : !JsonText.IsValidUtf8(value.Text))
        {
            return RecordErrorCode.TextEncoding;
        }
        if (isJson)
        {
            WriteQuoted(value.Text, writer);
            return RecordErrorCode.None;
        }
        var rented = ArrayPool<byte>.Shared.Rent(value.Text.Length * JsonString.MaxExpansion);
        WriteQuoted(rented.AsSpan(0, JsonString.Escape(value.Text, rented)), writer);
        ArrayPool<byte>.Shared.Return(rented);
        return RecordErrorCode.None;
    }

    private static void WriteQuoted(ReadOnlySpan<byte> text, RecordWriter writer)
    {
        var room = writer.ClaimLengthDelimited(text.Length + 2);
        room[0] = room[^1] = (byte)'"';
        text.CopyTo(room[1..]);
    }
}
