using SqsIngestor.Mapping.Sources;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>DATE: days since 1970-01-01 UTC, in int32. Days before the epoch count down, also within the day.</summary>
internal sealed class DateCodec : ScalarCodec
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind != ValueKind.Instant) return RecordErrorCode.WrongType;
        writer.WriteVarint(unchecked((ulong)Math.DivRem(value.Integer, MicrosecondsPerDay, out var rest) - (rest < 0 ? 1u : 0u)));
        return RecordErrorCode.None;
    }
}
