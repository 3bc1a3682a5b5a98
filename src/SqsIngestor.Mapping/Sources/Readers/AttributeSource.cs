using System.Buffers;
using System.Buffers.Text;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Sources.Readers;

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
        var room = context.Arena.Reserve(Base64.GetMaxDecodedFromUtf8Length(base64.Text.Length));
        return Base64.DecodeFromUtf8(base64.Text, room, out _, out var length) == OperationStatus.Done
            ? SourceValue.FromBytes(context.Arena.Keep(length))
            : SourceValue.FromError(RecordErrorCode.Base64);
    }
}
