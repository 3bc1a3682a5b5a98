using System.Globalization;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Sources;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>An array as a packed repeated field: one tag, one length, the scalars one after the other.</summary>
internal sealed class PackedValueCodec(uint tag, ScalarCodec scalar) : ValueCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if (value.Kind != ValueKind.Array) return RecordErrorCode.WrongType;
        var tape = value.Tape!;
        if (tape[value.Node].End == value.Node + 1) return RecordErrorCode.None;
        writer.WriteVarint(tag);
        var mark = writer.BeginLength();
        var position = 0;
        for (int node = value.Node + 1, end = tape[value.Node].End; node < end; node = tape[node].End, position++)
        {
            var item = SourceValue.FromTape(tape, node);
            var code = item.Kind == ValueKind.Null ? RecordErrorCode.NullItem : scalar.TryWrite(item, writer);
            if (code == RecordErrorCode.None) continue;
            context.AddBelow("/" + position.ToString(CultureInfo.InvariantCulture));
            return code;
        }
        writer.EndLength(mark);
        return RecordErrorCode.None;
    }
}
