using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>The places of a message attribute in a document.</summary>
/// <param name="Slot">The attribute.</param>
/// <param name="Type">Its data type.</param>
/// <param name="Text">Its text.</param>
/// <param name="Binary">Its bytes, in base64.</param>
internal readonly record struct AttributeSlots(int Slot, int Type, int Text, int Binary);

/// <summary><c>$.attr.name</c>: a message attribute by the prefix of its data type: String, Number or Binary.</summary>
/// <param name="slots">Its places.</param>
/// <param name="pointer">The attribute, for errors.</param>
internal abstract class AttributeSource(AttributeSlots slots, string pointer) : ValueSource
{
    public override string PointerIn(EncodeContext context) => pointer;

    /// <summary>Whether the message has the attribute.</summary>
    public bool IsThere(EncodeContext context) => Value(context, slots.Slot).Kind != ValueKind.Missing;

    public override SourceValue Read(EncodeContext context)
    {
        var type = Value(context, slots.Type);
        if (type.Kind != ValueKind.String) return SourceValue.Missing;
        if (type.Text.StartsWith("Binary"u8)) return ReadBinary(context);
        var text = Value(context, slots.Text);
        if (text.Kind != ValueKind.String || !type.Text.StartsWith("Number"u8)) return text;
        return TryPlain(text, context, out var digits)
            ? SourceValue.FromNumber(digits)
            : SourceValue.FromError(RecordErrorCode.TextEncoding);
    }

    public override void MarkRead(EncodeContext context)
    {
        if (Value(context, slots.Slot) is { Tape: { } tape } value) tape.MarkRead(value.Node);
    }

    public override void Rescue(EncodeContext context)
    {
        MarkRead(context);
        var isBinary = Value(context, slots.Type).Text.StartsWith("Binary"u8);
        var value = Value(context, isBinary ? slots.Binary : slots.Text);
        if (value.Tape is { } tape) context.Rescued.Add(tape, value.Node, $"{pointer}/{NameOfValue(isBinary)}");
    }

    public override void Exclude(EncodeContext context)
    {
        if (Value(context, slots.Slot) is { Tape: { } tape } value) context.Rescued.Exclude(tape, value.Node);
    }

    /// <summary>A place of the document that has the attribute.</summary>
    protected abstract SourceValue Value(EncodeContext context, int slot);

    /// <summary>The member of an attribute that has its value.</summary>
    protected abstract string NameOfValue(bool isBinary);

    private SourceValue ReadBinary(EncodeContext context)
    {
        var value = Value(context, slots.Binary);
        if (value.Kind != ValueKind.String) return value;
        return TryPlain(value, context, out var text)
            && Base64Text.TryRead(text, out var base64)
            && base64.TryDecode(context.Arena.Reserve(base64.Size)[..base64.Size])
                ? SourceValue.FromBytes(context.Arena.Keep(base64.Size))
                : SourceValue.FromError(RecordErrorCode.Base64);
    }

    /// <summary>The text without escapes: JSON may write the slash of base64 as "\/".</summary>
    private static bool TryPlain(scoped in SourceValue value, EncodeContext context, out ReadOnlySpan<byte> text)
    {
        text = value.Text;
        if (!value.Escaped) return true;
        var room = context.Arena.Claim(text.Length);
        if (!JsonText.TryUnescape(text, room, out var length)) return false;
        text = room[..length];
        return true;
    }
}

/// <summary>An attribute of the message in the queue.</summary>
internal sealed class MessageAttributeSource(AttributeSlots slots, string pointer) : AttributeSource(slots, pointer)
{
    protected override SourceValue Value(EncodeContext context, int slot) => context.Message.Value(slot);

    protected override string NameOfValue(bool isBinary) => isBinary ? "binaryValue" : "stringValue";
}

/// <summary>An attribute of the message that an envelope of SNS has inside.</summary>
/// <param name="envelope">The envelope of SNS.</param>
/// <param name="slots">Places in the envelope.</param>
/// <param name="pointer">The attribute, for errors.</param>
internal sealed class WrappedAttributeSource(int envelope, AttributeSlots slots, string pointer)
    : AttributeSource(slots, pointer)
{
    protected override SourceValue Value(EncodeContext context, int slot) =>
        context.Body!.Envelope(envelope, slot);

    protected override string NameOfValue(bool isBinary) => "Value";
}

/// <summary>An attribute of the message in the queue; if it has none of that name, of the message inside.</summary>
internal sealed class AnyAttributeSource(AttributeSource own, AttributeSource wrapped) : ValueSource
{
    public override string PointerIn(EncodeContext context) => Of(context).PointerIn(context);

    public override SourceValue Read(EncodeContext context) => Of(context).Read(context);

    public override void MarkRead(EncodeContext context) => Of(context).MarkRead(context);

    public override void Rescue(EncodeContext context) => Of(context).Rescue(context);

    public override void Exclude(EncodeContext context) => Of(context).Exclude(context);

    private AttributeSource Of(EncodeContext context) =>
        own.IsThere(context) || !wrapped.IsThere(context) ? own : wrapped;
}
