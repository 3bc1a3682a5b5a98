using System.Buffers.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>string from strings, and from numbers and bools as written.</summary>
internal sealed class StringCodec : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        switch (value.Kind)
        {
            case ValueKind.String:
                return writer.TryWriteText(value.Text, value.Escaped) ? RecordErrorCode.None : RecordErrorCode.TextEncoding;
            case ValueKind.Bytes:
                // Bytes of a transform or an attribute are text if they are UTF-8.
                return writer.TryWriteText(value.Text, escaped: false) ? RecordErrorCode.None : RecordErrorCode.TextEncoding;
            case ValueKind.Number:
                writer.WriteLengthDelimited(value.Text);
                return RecordErrorCode.None;
            case ValueKind.True or ValueKind.False:
                writer.WriteLengthDelimited(value.Kind == ValueKind.True ? "true"u8 : "false"u8);
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
}
