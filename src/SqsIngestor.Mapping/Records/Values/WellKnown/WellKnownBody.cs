using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values.WellKnown;

/// <summary>
/// Writes a message of google.protobuf from the JSON form that ProtoJSON gives it, without tag and length. After an error, the
/// caller resets the position of the writer. Shared by all encoders.
/// </summary>
internal abstract class WellKnownBody
{
    /// <summary>JSON null is a value of the message.</summary>
    public virtual bool TakesNull => false;

    /// <summary>In an Any, JSON null is the message without its field. Elsewhere it is the absence of the message.</summary>
    public virtual bool NullIsEmptyInAny => false;

    /// <summary>Parts of a value may be in no field.</summary>
    public virtual bool HasParts => false;

    /// <param name="value">The value.</param>
    /// <param name="context">The message; null is allowed unless the value is an object or array.</param>
    /// <param name="writer">Receives the fields.</param>
    public abstract RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer);

    /// <summary>Marks what was written of a value as read by the row.</summary>
    public virtual void MarkRead(in SourceValue value) => value.Tape?.MarkRead(value.Node);
}

/// <summary>A field with a message of google.protobuf.</summary>
/// <param name="tag">Tag of the field, or of the start of its group.</param>
/// <param name="endTag">Tag of the end of its group; 0 for a message with a length.</param>
/// <param name="body">Writes the message.</param>
internal sealed class WellKnownValueCodec(uint tag, uint endTag, WellKnownBody body) : ValueCodec
{
    public override bool TakesNull => body.TakesNull;

    public override bool HasParts => body.HasParts;

    public override void MarkRead(in SourceValue value) => body.MarkRead(value);

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        writer.WriteVarint(tag);
        var mark = endTag == 0 ? writer.BeginLength() : 0;
        var code = body.TryWrite(value, context, writer);
        if (code != RecordErrorCode.None) return code;
        if (endTag == 0) writer.EndLength(mark);
        else writer.WriteVarint(endTag);
        return RecordErrorCode.None;
    }
}
