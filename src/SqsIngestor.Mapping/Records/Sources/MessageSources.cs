using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>A path below <c>$.message</c>.</summary>
internal sealed class MessageSource(int slot, string pointer) : ValueSource
{
    public int Slot => slot;

    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context) => context.Message.Value(slot);
}

/// <summary><c>$.attr.name</c>: a message attribute by the prefix of its data type: String, Number or Binary.</summary>
/// <param name="slot">The attribute.</param>
/// <param name="typeSlot">Its data type.</param>
/// <param name="textSlot">Its text.</param>
/// <param name="binarySlot">Its bytes, in base64.</param>
/// <param name="pointer">The attribute, for errors.</param>
internal sealed class AttributeSource(int slot, int typeSlot, int textSlot, int binarySlot, string pointer) : ValueSource
{
    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context)
    {
        var type = context.Message.Value(typeSlot);
        if (type.Kind != ValueKind.String) return SourceValue.Missing;
        if (type.Text.StartsWith("Binary"u8)) return ReadBinary(context);
        var text = context.Message.Value(textSlot);
        if (text.Kind != ValueKind.String || !type.Text.StartsWith("Number"u8)) return text;
        return TryPlain(text, context, out var digits)
            ? SourceValue.FromNumber(digits)
            : SourceValue.FromError(RecordErrorCode.TextEncoding);
    }

    public override void MarkRead(EncodeContext context)
    {
        if (context.Message.Node(slot) is >= 0 and var node) context.Message.Tape.MarkRead(node);
    }

    public override void Rescue(EncodeContext context)
    {
        MarkRead(context);
        var isBinary = context.Message.Value(typeSlot).Text.StartsWith("Binary"u8);
        var node = context.Message.Node(isBinary ? binarySlot : textSlot);
        if (node < 0) return;
        context.Rescued.Add(context.Message.Tape, node, pointer + (isBinary ? "/binaryValue" : "/stringValue"));
    }

    public override void Exclude(EncodeContext context)
    {
        if (context.Message.Node(slot) is >= 0 and var node) context.Rescued.Exclude(context.Message.Tape, node);
    }

    private SourceValue ReadBinary(EncodeContext context)
    {
        var value = context.Message.Value(binarySlot);
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

/// <summary>A part of <c>$.queue</c>, from the ARN <c>arn:aws:sqs:region:account:name</c>.</summary>
internal sealed class QueueSource(string part) : ValueSource
{
    public static readonly string[] Names = ["arn", "name", "region", "account", "fifo"];

    private readonly int _which = Array.IndexOf(Names, part);

    public override string PointerIn(EncodeContext context) => "/message/eventSourceARN";

    public override void MarkRead(EncodeContext context)
    {
        if (context.Message.Node(MessageSlots.EventSourceArn) is >= 0 and var node) context.Message.Tape.MarkRead(node);
    }

    public override void Rescue(EncodeContext context)
    {
        if (context.Message.Node(MessageSlots.EventSourceArn) is >= 0 and var node)
            context.Rescued.Add(context.Message.Tape, node, PointerIn(context));
    }

    public override void Exclude(EncodeContext context)
    {
        if (context.Message.Node(MessageSlots.EventSourceArn) is >= 0 and var node)
            context.Rescued.Exclude(context.Message.Tape, node);
    }

    public override SourceValue Read(EncodeContext context)
    {
        var arn = context.Message.QueueArn;
        if (arn.IsEmpty) return SourceValue.Missing;
        switch (_which)
        {
            case 0: return SourceValue.FromText(arn);
            case 4: return SourceValue.FromBoolean(arn.EndsWith(".fifo"u8));
        }
        var index = _which switch { 1 => 5, 2 => 3, 3 => 4, _ => throw new UnreachableException() };
        var at = 0;
        foreach (var part in arn.Split((byte)':'))
        {
            if (at++ == index) return SourceValue.FromText(arn[part]);
        }
        return SourceValue.Missing;
    }
}
