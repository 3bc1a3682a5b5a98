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
/// <param name="Name">Its name.</param>
/// <param name="Field">Which field of the ARN it is, from 0; null if it is of the ARN as a whole.</param>
/// <param name="Types">A text, or a bool for whether the queue is FIFO.</param>
internal sealed record QueuePart(string Name, int? Field, ValueTypes Types)
{
    /// <summary>Every part, in the order of the reference.</summary>
    public static IReadOnlyList<QueuePart> All { get; } =
    [
        new("arn", null, ValueTypes.Text),
        new("name", 5, ValueTypes.Text),
        new("region", 3, ValueTypes.Text),
        new("account", 4, ValueTypes.Text),
        new("fifo", null, ValueTypes.Bool),
    ];
}

/// <summary>A part of <c>$.queue</c>.</summary>
internal sealed class QueueSource(QueuePart part) : ValueSource
{
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
        if (part.Types == ValueTypes.Bool) return SourceValue.FromBoolean(arn.EndsWith(".fifo"u8));
        if (part.Field is not { } index) return SourceValue.FromText(arn);
        var at = 0;
        foreach (var field in arn.Split((byte)':'))
        {
            if (at++ == index) return SourceValue.FromText(arn[field]);
        }
        return SourceValue.Missing;
    }
}
