using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>bool from true and false only.</summary>
internal sealed class BoolCodec : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind is not (ValueKind.True or ValueKind.False)) return RecordErrorCode.WrongType;
        writer.WriteVarint(value.Kind == ValueKind.True ? 1u : 0u);
        return RecordErrorCode.None;
    }
}
