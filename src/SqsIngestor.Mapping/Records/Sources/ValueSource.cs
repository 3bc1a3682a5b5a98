using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>The source of a column's value, with everything decided that does not depend on the message.</summary>
internal abstract class ValueSource
{
    /// <summary>JSON pointer to the value in the source document; empty if the value does not come from the message.</summary>
    public virtual string PointerIn(EncodeContext context) => "";

    public abstract SourceValue Read(EncodeContext context);

    /// <summary>The value before any transform.</summary>
    public virtual SourceValue ReadOriginal(EncodeContext context) => Read(context);

    /// <summary>
    /// What stands where the path of a missing value needs an object or an array; missing if the value is missing for another
    /// reason.
    /// </summary>
    public virtual SourceValue Obstacle(EncodeContext context) => SourceValue.Missing;

    /// <summary>The pointer of <see cref="Obstacle"/>.</summary>
    public virtual string ObstaclePointer(EncodeContext context) => PointerIn(context);

    /// <summary>The row has read the value: it is not in the rest of a scope.</summary>
    public virtual void MarkRead(EncodeContext context)
    {
        var value = Read(context);
        value.Tape?.MarkRead(value.Node);
    }

    /// <summary>
    /// Keeps what it reads of the message for the rescued column. What is missing, or what the function computes, is not kept.
    /// </summary>
    public virtual void Rescue(EncodeContext context)
    {
        var value = Read(context);
        if (value.Tape is { } tape) context.Rescued.Add(tape, value.Node, StaticPointer(tape, context));
    }

    /// <summary>Keeps the obstacle for the rescued column.</summary>
    public void RescueObstacle(EncodeContext context)
    {
        var value = Obstacle(context);
        if (value.Tape is { } tape) context.Rescued.Add(tape, value.Node, StaticPointer(tape, context));
    }

    /// <summary>The value of a source that must be an object, if it is something else; missing otherwise.</summary>
    protected static SourceValue ObstacleAt(ValueSource? owner, EncodeContext context)
    {
        var value = owner is null ? SourceValue.Missing : owner.Read(context);
        return value.Kind is ValueKind.Null or ValueKind.Object ? SourceValue.Missing : value;
    }

    /// <summary>The pointer by the path, for a document that is not kept as a whole.</summary>
    protected string? StaticPointer(Json.JsonTape tape, EncodeContext context) =>
        context.PointerOf(tape) is null ? PointerIn(context) : null;
}
