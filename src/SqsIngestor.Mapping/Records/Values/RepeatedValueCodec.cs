using System.Globalization;
using SqsIngestor.Mapping.Sources;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>An array as a repeated field whose elements each have a tag.</summary>
internal sealed class RepeatedValueCodec(ValueCodec element) : ValueCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if (value.Kind != ValueKind.Array) return RecordErrorCode.WrongType;
        var tape = value.Tape!;
        var position = 0;
        for (int node = value.Node + 1, end = tape[value.Node].End; node < end; node = tape[node].End, position++)
        {
            var item = SourceValue.FromTape(tape, node);
            var code = item.Kind == ValueKind.Null ? RecordErrorCode.NullItem : element.TryWrite(item, context, writer);
            if (code == RecordErrorCode.None) continue;
            context.AddBelow("/" + position.ToString(CultureInfo.InvariantCulture));
            return code;
        }
        return RecordErrorCode.None;
    }
}
