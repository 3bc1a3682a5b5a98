using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Time;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>TIMESTAMP_NTZ: what the clocks show, in microseconds from 1970-01-01T00:00:00, in int64.</summary>
internal sealed class TimestampNtzCodec(TimeReader reader) : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        var code = reader.TryReadWallClock(value, out var microseconds);
        if (code == RecordErrorCode.None) writer.WriteVarint(unchecked((ulong)microseconds));
        return code;
    }
}
