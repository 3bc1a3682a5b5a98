using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>An object as a nested message, by name.</summary>
internal sealed class MessageValueCodec(uint tag, MessageShape shape) : ValueCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        writer.WriteVarint(tag);
        var mark = writer.BeginLength();
        var code = shape.TryWriteFields(value, context, writer);
        if (code == RecordErrorCode.None) writer.EndLength(mark);
        return code;
    }
}
