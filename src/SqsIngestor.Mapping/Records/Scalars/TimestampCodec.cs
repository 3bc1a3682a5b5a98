using SqsIngestor.Mapping.Sources;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>TIMESTAMP: microseconds since the epoch, in int64.</summary>
internal sealed class TimestampCodec : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind != ValueKind.Instant) return RecordErrorCode.WrongType;
        writer.WriteVarint(unchecked((ulong)value.Integer));
        return RecordErrorCode.None;
    }
}
