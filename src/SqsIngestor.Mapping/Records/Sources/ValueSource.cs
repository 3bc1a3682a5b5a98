using SqsIngestor.Mapping.Diagnostics;
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

    /// <summary>After an error value: the value that has caused it.</summary>
    /// <param name="context">The message, which has not changed since.</param>
    /// <param name="wanted">What was wanted instead of a value of its kind; empty if the column says it.</param>
    public virtual SourceValue Misfit(EncodeContext context, out string wanted)
    {
        wanted = "";
        return ReadOriginal(context);
    }

    /// <summary>Whether there can be a value for <see cref="BlockedBy"/>.</summary>
    public virtual bool CanBeBlocked => false;

    /// <summary>
    /// What stands where the path of a missing or null value needs an object or an array; missing if the value is not there for
    /// another reason.
    /// </summary>
    public virtual SourceValue BlockedBy(EncodeContext context) => SourceValue.Missing;

    /// <summary>The pointer of <see cref="BlockedBy"/>.</summary>
    public virtual string BlockedAt(EncodeContext context) => PointerIn(context);

    /// <summary>The error of a column whose value is missing because of <see cref="BlockedBy"/>.</summary>
    public virtual RecordErrorCode BlockedCode(EncodeContext context) => RecordErrorCode.WrongType;

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

    /// <summary>Keeps the value of <see cref="BlockedBy"/> for the rescued column.</summary>
    public void RescueBlocking(EncodeContext context)
    {
        var value = BlockedBy(context);
        if (value.Tape is not { } tape) return;
        context.Rescued.Add(tape, value.Node, context.PointerOf(tape) is null ? BlockedAt(context) : null);
    }

    /// <summary>Leaves what it reads of the message out of the rescued column.</summary>
    public virtual void Exclude(EncodeContext context)
    {
        var value = Read(context);
        if (value.Tape is { } tape) context.Rescued.Exclude(tape, value.Node);
    }

    /// <summary>The pointer by the path, for a document that is not kept as a whole.</summary>
    protected string? StaticPointer(Json.JsonTape tape, EncodeContext context) =>
        context.PointerOf(tape) is null ? PointerIn(context) : null;
}
