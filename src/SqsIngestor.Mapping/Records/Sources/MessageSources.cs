using System.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>A path below <c>$.message</c>.</summary>
/// <param name="slot">Its slot in the message.</param>
/// <param name="pointer">The path, for errors.</param>
/// <param name="way">The values that the path leads through.</param>
internal sealed class MessageSource(int slot, string pointer, PathPlace[] way) : PathSource(way)
{
    public int Slot => slot;

    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context) => context.Message.Value(slot);

    protected override SourceValue At(EncodeContext context, int slot) => context.Message.Value(slot);

    protected override string Start(EncodeContext context) => "/message";
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
