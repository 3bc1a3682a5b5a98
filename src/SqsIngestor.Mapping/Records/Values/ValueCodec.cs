using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>Writes a value as a field, tag included. After an error, the caller resets the position of the writer.</summary>
internal abstract class ValueCodec
{
    public abstract RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer);

    /// <summary>It writes objects by name, or leaves out nulls, so parts of a value may be in no field.</summary>
    public virtual bool HasParts => false;

    /// <summary>JSON null is a value of the field, and not the absence of one.</summary>
    public virtual bool TakesNull => false;

    /// <summary>Marks what <see cref="TryWrite"/> wrote of a value as read by the row.</summary>
    public virtual void MarkRead(in SourceValue value) => value.Tape?.MarkRead(value.Node);
}

/// <summary>One scalar.</summary>
internal sealed class ScalarValueCodec(uint tag, ScalarCodec scalar) : ValueCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        writer.WriteVarint(tag);
        return scalar.TryWrite(value, writer);
    }
}
