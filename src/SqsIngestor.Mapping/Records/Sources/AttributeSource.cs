using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary><c>$.attr.name</c>: a message attribute by the prefix of its data type: String, Number or Binary.</summary>
internal sealed class AttributeSource(int typeSlot, int textSlot, int binarySlot, string pointer) : ValueSource
{
    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context)
    {
        var type = context.Message.Value(typeSlot);
        if (type.Kind != ValueKind.String) return SourceValue.Missing;
        if (type.Text.StartsWith("Binary"u8)) return ReadBinary(context);
        var text = context.Message.Value(textSlot);
        if (text.Kind != ValueKind.String || !type.Text.StartsWith("Number"u8)) return text;
        return SourceValue.FromNumber(text.Text);
    }

    private SourceValue ReadBinary(EncodeContext context)
    {
        var base64 = context.Message.Value(binarySlot);
        if (base64.Kind != ValueKind.String) return base64;
        var text = base64.Text;
        // JSON may write the slash of base64 as "\/".
        if (base64.Escaped)
        {
            var plain = context.Arena.Claim(text.Length);
            if (!JsonText.TryUnescape(text, plain, out var size)) return SourceValue.FromError(RecordErrorCode.Base64);
            text = plain[..size];
        }
        if (Base64Text.DecodedSize(text) is not (>= 0 and var decoded)) return SourceValue.FromError(RecordErrorCode.Base64);
        var room = context.Arena.Reserve(decoded + 3);
        return Base64Text.TryDecode(text, room, out var length) ? SourceValue.FromBytes(context.Arena.Keep(length)) : SourceValue.FromError(RecordErrorCode.Base64);
    }
}
