using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>An array as a repeated field whose elements each have a tag.</summary>
/// <param name="element">Writes one element, tag included.</param>
/// <param name="nullItems">The action for a null element.</param>
/// <param name="defaultItem">An element with its type's default in it, tag included.</param>
/// <param name="oneIsArray">A value that is not an array is the only element of one.</param>
internal sealed class RepeatedValueCodec(ValueCodec element, NullItems nullItems, byte[] defaultItem, bool oneIsArray)
    : ValueCodec
{
    public override bool HasParts => element.HasParts || nullItems != NullItems.Fail;

    public override void MarkRead(in SourceValue value)
    {
        ArrayElements.MarkRead(value, oneIsArray, element);
    }

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if (!ArrayElements.TryFind(value, oneIsArray, out var first, out var end)) return RecordErrorCode.WrongType;
        var tape = value.Tape!;
        var position = 0;
        for (var node = first; node < end; node = tape[node].End, position++)
        {
            var item = SourceValue.FromTape(tape, node);
            var code = RecordErrorCode.None;
            if (item.Kind != ValueKind.Null || element.TakesNull)
            {
                code = element.TryWrite(item, context, writer);
            }
            else if (nullItems == NullItems.Fail)
            {
                code = RecordErrorCode.NullItem;
            }
            else
            {
                context.Watch?.NullItem(nullItems, position, context);
                if (nullItems == NullItems.Default) writer.WriteRaw(defaultItem);
            }
            if (code == RecordErrorCode.None) continue;
            context.AddBelow("/" + position.ToString(CultureInfo.InvariantCulture));
            return code;
        }
        return RecordErrorCode.None;
    }
}
