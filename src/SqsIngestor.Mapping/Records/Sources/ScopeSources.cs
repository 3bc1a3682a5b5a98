using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>A path below the binding of <c>each</c>, <c>entries</c> or <c>explode</c>.</summary>
/// <param name="scope">The binding.</param>
/// <param name="slot">The path's slot below the binding.</param>
/// <param name="root">The slot of the binding itself.</param>
/// <param name="container">The array or object, for the pointer.</param>
/// <param name="below">The path's own part of the pointer.</param>
/// <param name="element">What the element must be.</param>
/// <param name="way">The values that the path leads through.</param>
internal sealed class ScopeSource(
    int scope, int slot, int root, ValueSource container, string below, ElementNeed element, PathPlace[] way) : PathSource(way)
{
    public override string PointerIn(EncodeContext context) =>
        context.Scope(scope).Index < 0 ? container.PointerIn(context) : ElementAt(context) + below;

    public override SourceValue Read(EncodeContext context) => context.Scope(scope).Value(slot);

    public override bool CanBeBlocked => slot != root;

    public override SourceValue BlockedBy(EncodeContext context)
    {
        if (slot == root) return SourceValue.Missing;
        var bound = context.Scope(scope).Value(root);
        return element.Takes(bound.Kind) ? base.BlockedBy(context) : bound;
    }

    public override RecordErrorCode BlockedCode(EncodeContext context) =>
        context.Scope(scope).Value(root).Kind == ValueKind.Null ? RecordErrorCode.Null : RecordErrorCode.WrongType;

    public override string BlockedAt(EncodeContext context) =>
        element.Takes(context.Scope(scope).Value(root).Kind) ? base.BlockedAt(context) : ElementAt(context);

    protected override SourceValue At(EncodeContext context, int slot) => context.Scope(scope).Value(slot);

    protected override string Start(EncodeContext context) => ElementAt(context);

    // Names of a map's members are content of the message, so the pointer has the position in both cases.
    private string ElementAt(EncodeContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"{container.PointerIn(context)}/{context.Scope(scope).Index}");
}

/// <summary>What an element must be, because columns read below it. Known once all of them are compiled.</summary>
/// <param name="takesNull">Nothing is below a null element. Otherwise null is not what the columns need.</param>
internal sealed class ElementNeed(bool takesNull)
{
    public ContainerShape Shape { get; set; }

    public bool Takes(ValueKind kind) => Shape.Takes(kind) || (takesNull && kind == ValueKind.Null);
}

/// <summary>The name of the current member of <c>entries</c>.</summary>
internal sealed class ScopeKeySource(int scope, ValueSource container) : ValueSource
{
    public override string PointerIn(EncodeContext context) => container.PointerIn(context);

    public override SourceValue Read(EncodeContext context) => context.Scope(scope).Key;

    // A name is not a value: it has no pointer, and the map holds it.
    public override void MarkRead(EncodeContext context)
    {
    }

    /// <summary>Keeps the value under the name.</summary>
    public override void Rescue(EncodeContext context)
    {
        var name = context.Scope(scope).Key;
        if (name.Tape is { } tape) context.Rescued.Add(tape, name.Node + 1, StaticPointer(tape, context));
    }
}

/// <summary>
/// The position, from 0, of the current element or member of <c>each</c>, <c>entries</c> or <c>explode</c>; missing if an
/// <c>explode</c> has no element.
/// </summary>
internal sealed class ScopeIndexSource(int scope) : ValueSource
{
    public override SourceValue Read(EncodeContext context) =>
        context.Scope(scope).Index is >= 0 and var index ? SourceValue.FromInteger(index) : SourceValue.Missing;
}
