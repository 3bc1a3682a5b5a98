using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Records.Limits;

/// <summary>
/// What a column of a table takes of the values that its protobuf type can hold. Values are checked as they are on the wire, so
/// that it does not matter how they came there. Immutable; any thread may use it.
/// </summary>
public abstract record ValueLimit
{
    /// <summary>Whether the column takes a value.</summary>
    /// <param name="wire">The value without its tag: a varint, or a length and text.</param>
    /// <param name="arrays">For limits that need memory.</param>
    internal abstract RecordErrorCode Check(ReadOnlySpan<byte> wire, CodecArrays arrays);

    /// <summary>The text of a length-delimited value.</summary>
    private protected static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> wire)
    {
        var at = 0;
        while (wire[at] >= 0x80) at++;
        return wire[(at + 1)..];
    }
}
