using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Time;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>TIMESTAMP: microseconds since the epoch, in int64.</summary>
internal sealed class TimestampCodec(TimeReader reader) : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        var code = reader.TryReadInstant(value, out var microseconds);
        if (code == RecordErrorCode.None) writer.WriteVarint(unchecked((ulong)microseconds));
        return code;
    }
}
