using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// Observes how each value of a message is handled. The commands for people have one; the function has one only after a
/// message has failed.
/// </summary>
internal abstract class EncodeWatch
{
    /// <summary>A value is missing, is null or does not fit, and a policy other than fail has handled it.</summary>
    /// <param name="code">Why it is not usable.</param>
    /// <param name="column">The name of the column.</param>
    /// <param name="source">Reads the value; for an obstacle, what cannot reach past it.</param>
    /// <param name="context">Knows the place below the value.</param>
    public virtual void Handled(RecordErrorCode code, string column, ValueSource source, EncodeContext context)
    {
    }

    /// <summary>A part of a value does not fit, and was rescued alone.</summary>
    /// <param name="code">Why.</param>
    /// <param name="part">The name of the part, as a pointer below the value around it.</param>
    /// <param name="context">Knows the place below the part.</param>
    public virtual void HandledPart(RecordErrorCode code, string part, EncodeContext context)
    {
    }

    /// <summary>
    /// An element of an ARRAY or an entry of a MAP has no value, and is dropped or becomes the default of its type.
    /// </summary>
    /// <param name="action">What <c>null_items</c> says.</param>
    /// <param name="position">Its position, from 0.</param>
    /// <param name="context">Knows the place below the value around it.</param>
    public virtual void NullItem(NullItems action, int position, EncodeContext context)
    {
    }

    /// <summary>The table that is being encoded gets no row of the body, or of an element of it.</summary>
    /// <param name="why">What leaves it out.</param>
    /// <param name="context">The message.</param>
    public virtual void WithoutRow(NoRow why, EncodeContext context)
    {
    }

    /// <summary>The message fails; the context has the error.</summary>
    /// <returns>Whether to go on, to find what else fails.</returns>
    public virtual bool Failed(EncodeContext context) => false;
}

/// <summary>What leaves out a row.</summary>
internal enum NoRow : byte
{
    /// <summary>The condition of the table does not hold.</summary>
    Condition,

    /// <summary>The <c>explode</c> has no element.</summary>
    Explode,

    /// <summary>The policy of a column skips the row.</summary>
    Skipped,
}
