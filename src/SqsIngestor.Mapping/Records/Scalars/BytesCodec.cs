using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>bytes from base64 or base64url, padded or not, and from bytes.</summary>
internal sealed class BytesCodec : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind == ValueKind.Bytes)
        {
            writer.WriteLengthDelimited(value.Text);
            return RecordErrorCode.None;
        }
        if (value.Kind != ValueKind.String) return RecordErrorCode.WrongType;
        // Base64 rarely has an escape, and then only "\/".
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        var size = Base64Text.DecodedSize(value.Text);
        if (size < 0) return RecordErrorCode.Base64;
        writer.WriteVarint((uint)size);
        if (!Base64Text.TryDecode(value.Text, writer.Reserve(size + 3), out var written)) return RecordErrorCode.Base64;
        writer.Position += written;
        return RecordErrorCode.None;
    }
}
