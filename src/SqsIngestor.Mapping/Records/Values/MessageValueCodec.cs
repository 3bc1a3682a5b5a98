using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>An object as a nested message, by name.</summary>
internal sealed class MessageValueCodec(uint tag, MessageShape shape) : ValueCodec
{
    public override bool HasParts => true;

    public override void MarkRead(in SourceValue value) => shape.MarkRead(value);

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        writer.WriteVarint(tag);
        var mark = writer.BeginLength();
        var code = shape.TryWriteFields(value, context, writer);
        if (code == RecordErrorCode.None) writer.EndLength(mark);
        return code;
    }
}

/// <summary>An object as a group (editions: delimited encoding), by name.</summary>
internal sealed class GroupValueCodec(uint startTag, uint endTag, MessageShape shape) : ValueCodec
{
    public override bool HasParts => true;

    public override void MarkRead(in SourceValue value) => shape.MarkRead(value);

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        writer.WriteVarint(startTag);
        var code = shape.TryWriteFields(value, context, writer);
        writer.WriteVarint(endTag);
        return code;
    }
}
