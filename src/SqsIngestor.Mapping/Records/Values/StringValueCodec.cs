using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>One string; the most common column, so it has one call less than <see cref="ScalarValueCodec"/>.</summary>
internal sealed class StringValueCodec(uint tag) : ValueCodec
{
    private static readonly StringCodec Other = new();

    public uint Tag => tag;

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        writer.WriteVarint(tag);
        if (value.Kind != ValueKind.String) return Other.TryWrite(value, writer);
        return writer.TryWriteText(value.Text, value.Escaped) ? RecordErrorCode.None : RecordErrorCode.TextEncoding;
    }
}
