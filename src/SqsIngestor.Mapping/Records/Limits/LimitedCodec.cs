using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Limits;

/// <summary>A value that the column takes, as far as the table says.</summary>
/// <param name="inner">Writes the value.</param>
/// <param name="limit">What the column takes of what is written.</param>
internal sealed class LimitedCodec(ScalarCodec inner, ValueLimit limit) : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        var start = writer.Position;
        var code = inner.TryWrite(value, writer);
        return code == RecordErrorCode.None ? limit.Check(writer.WrittenSpan[start..], writer.Arrays) : code;
    }
}
