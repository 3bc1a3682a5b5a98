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

/// <summary>A bool key of a map. JSON names are strings, so ProtoJSON writes these as "true" and "false".</summary>
internal sealed class BoolKeyCodec : ScalarCodec
{
    private static readonly BoolCodec Bools = new();

    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind != ValueKind.String) return Bools.TryWrite(value, writer);
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        var isTrue = value.Text.SequenceEqual("true"u8);
        if (!isTrue && !value.Text.SequenceEqual("false"u8)) return RecordErrorCode.WrongType;
        writer.WriteVarint(isTrue ? 1u : 0u);
        return RecordErrorCode.None;
    }
}
