using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>A path below <c>$.body</c>.</summary>
/// <param name="slot">Its slot in the body.</param>
/// <param name="pointer">The path, for errors.</param>
/// <param name="root">The slot of the body itself.</param>
/// <param name="way">The values that the path leads through.</param>
internal sealed class BodySource(int slot, string pointer, int root, PathPlace[] way) : PathSource(way)
{
    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context) => context.Body!.Body(slot);

    public override bool CanBeBlocked => slot != root;

    public override SourceValue BlockedBy(EncodeContext context)
    {
        if (slot == root) return SourceValue.Missing;
        var body = context.Body!.Body(root);
        if (context.BodyShape.Takes(body.Kind)) return base.BlockedBy(context);
        return body.Kind == ValueKind.Null && context.Body.MayLackData ? SourceValue.Missing : body;
    }

    public override string BlockedAt(EncodeContext context) =>
        context.BodyShape.Takes(context.Body!.Body(root).Kind) ? base.BlockedAt(context) : "/body";

    protected override SourceValue At(EncodeContext context, int slot) => context.Body!.Body(slot);

    protected override string Start(EncodeContext context) => "/body";

    public override void MarkRead(EncodeContext context)
    {
        if (!context.Body!.IsDocument) context.IsRawRead = true;
        else base.MarkRead(context);
    }

    public override void Rescue(EncodeContext context)
    {
        if (context.Body!.IsDocument)
        {
            base.Rescue(context);
            return;
        }
        context.IsRawRead = true;
        context.Rescued.AddPayload(pointer);
    }

    public override void Exclude(EncodeContext context)
    {
        if (context.Body!.IsDocument)
        {
            base.Exclude(context);
            return;
        }
        context.IsRawRead = true;
        context.Rescued.ExcludePayload();
    }
}

/// <summary><c>$.raw</c>: the payload before it is parsed.</summary>
internal sealed class RawSource : ValueSource
{
    public override string PointerIn(EncodeContext context) => "/raw";

    public override SourceValue Read(EncodeContext context) => context.Body!.Raw;

    public override void MarkRead(EncodeContext context) => context.IsRawRead = true;

    public override void Rescue(EncodeContext context)
    {
        context.IsRawRead = true;
        context.Rescued.AddPayload("/raw");
    }

    public override void Exclude(EncodeContext context)
    {
        context.IsRawRead = true;
        context.Rescued.ExcludePayload();
    }
}

/// <summary>A path below <c>$.envelope</c>.</summary>
/// <param name="envelope">The index of the envelope.</param>
/// <param name="slot">The path's slot in it.</param>
/// <param name="pointer">The path, for errors.</param>
/// <param name="start">The path of the envelope.</param>
/// <param name="way">The values that the path leads through.</param>
internal sealed class EnvelopeSource(int envelope, int slot, string pointer, string start, PathPlace[] way) : PathSource(way)
{
    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context) => context.Body!.Envelope(envelope, slot);

    protected override SourceValue At(EncodeContext context, int slot) => context.Body!.Envelope(envelope, slot);

    protected override string Start(EncodeContext context) => start;
}
