using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>An array as a packed repeated field: one tag, one length, the scalars one after the other.</summary>
/// <param name="tag">Tag of the whole field.</param>
/// <param name="scalar">Writes one element.</param>
/// <param name="nullItems">The action for a null element.</param>
/// <param name="defaultItem">The type's default.</param>
/// <param name="oneIsArray">A value that is not an array is the only element of one.</param>
internal sealed class PackedValueCodec(
    uint tag, ScalarCodec scalar, NullItems nullItems, byte[] defaultItem, bool oneIsArray) : ValueCodec
{
    public override bool HasParts => nullItems != NullItems.Fail;

    public override void MarkRead(in SourceValue value) => ArrayElements.MarkRead(value, oneIsArray, element: null);

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if (!ArrayElements.TryFind(value, oneIsArray, out var first, out var end)) return RecordErrorCode.WrongType;
        var tape = value.Tape!;
        if (first == end) return RecordErrorCode.None;
        var start = writer.Position;
        writer.WriteVarint(tag);
        var mark = writer.BeginLength();
        var position = 0;
        for (var node = first; node < end; node = tape[node].End, position++)
        {
            var item = SourceValue.FromTape(tape, node);
            var code = RecordErrorCode.None;
            if (item.Kind != ValueKind.Null)
            {
                code = scalar.TryWrite(item, writer);
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
        if (writer.Position == mark + 1) writer.Position = start;
        else writer.EndLength(mark);
        return RecordErrorCode.None;
    }
}
