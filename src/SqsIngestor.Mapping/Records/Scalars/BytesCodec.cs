using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>bytes from base64 (see <see cref="Base64Text"/>), and from bytes.</summary>
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
        // Base64 rarely has an escape: "\/", or a line break.
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        return Base64Text.TryRead(value.Text, out var base64) && base64.TryDecode(writer.ClaimLengthDelimited(base64.Size))
            ? RecordErrorCode.None
            : RecordErrorCode.Base64;
    }
}
