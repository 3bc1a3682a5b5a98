using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Records.Limits;

/// <summary>
/// Text of a bounded length, in a string field: VARCHAR(n) and CHAR(n). The unit is the code point, as in Spark. Spaces at the
/// end count: Spark would remove them, and the text would be another one.
/// </summary>
/// <param name="MostCharacters">The most code points.</param>
public sealed record TextLimit(int MostCharacters) : ValueLimit
{
    internal override RecordErrorCode Check(ReadOnlySpan<byte> wire, CodecArrays arrays)
    {
        var text = Text(wire);
        if (text.Length <= MostCharacters) return RecordErrorCode.None;
        var characters = 0;
        foreach (var b in text) characters += (b & 0xC0) == 0x80 ? 0 : 1;
        return characters <= MostCharacters ? RecordErrorCode.None : RecordErrorCode.TextLength;
    }
}
