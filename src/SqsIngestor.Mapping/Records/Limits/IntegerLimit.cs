using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Records.Limits;

/// <summary>Whole numbers of a range, in an int32 or int64 field. Both ends are included.</summary>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Otherwise">The error of any other number: <see cref="RecordErrorCode.NumberRange"/> or
/// <see cref="RecordErrorCode.TimeRange"/>.</param>
public sealed record IntegerLimit(long Minimum, long Maximum, RecordErrorCode Otherwise) : ValueLimit
{
    internal override RecordErrorCode Check(ReadOnlySpan<byte> wire, CodecArrays arrays)
    {
        ulong bits = 0;
        for (var i = 0; i < wire.Length; i++) bits |= (ulong)(wire[i] & 0x7F) << (7 * i);
        var value = unchecked((long)bits);
        return value >= Minimum && value <= Maximum ? RecordErrorCode.None : Otherwise;
    }
}
