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
        // Counted first, so that the row takes no more room than the text needs.
        var length = isJson ? value.Text.Length : JsonString.EscapedLength(value.Text);
        var room = writer.ClaimLengthDelimited(checked(length + 2));
        room[0] = room[^1] = (byte)'"';
        if (isJson) value.Text.CopyTo(room[1..]);
        else JsonString.Escape(value.Text, room[1..^1]);
        return RecordErrorCode.None;
    }
}
