using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary><c>split</c>: text without a separator gives one element.</summary>
internal sealed class SplitTransform(byte[] separator) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        var list = new ListWriter(scratch);
        for (var next = text.IndexOf(separator); next >= 0; next = text.IndexOf(separator))
        {
            list.Add(text[..next]);
            text = text[(next + separator.Length)..];
        }
        list.Add(text);
        return list.End();
    }
}

/// <summary><c>join</c>: a null, an array or an object among the elements is an error.</summary>
internal sealed class JoinTransform(byte[] separator) : Transform
{
    public override string Wanted => "an array";

    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind != ValueKind.Array) return SourceValue.FromError(RecordErrorCode.WrongType);
        var tape = value.Tape!;
        // Unescaped elements take room in the scratch too, so reserve the room for the whole text first.
        long size = 0;
        var first = value.Node + 1;
        for (int node = first, end = tape[value.Node].End; node < end; node = tape[node].End)
        {
            size += tape[node].Length + separator.Length;
        }
        if (!scratch.TryReserve(size, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        scratch.Commit((int)size);
        var length = 0;
        for (int node = first, end = tape[value.Node].End; node < end; node = tape[node].End)
        {
            var element = SourceValue.FromTape(tape, node);
            if (element.Kind == ValueKind.Null) return SourceValue.FromError(RecordErrorCode.NullItem);
            var code = scratch.TryText(element, out var text);
            if (code != RecordErrorCode.None) return SourceValue.FromError(code);
            if (node != first)
            {
                separator.CopyTo(room[length..]);
                length += separator.Length;
            }
            text.CopyTo(room[length..]);
            length += text.Length;
        }
        return SourceValue.FromText(room[..length]);
    }
}

/// <summary><c>first</c> and <c>last</c>: an empty array gives a missing value.</summary>
internal sealed class FirstOrLastTransform(bool last) : Transform
{
    public override string Wanted => "an array";

    public override bool KeepsAll => false;

    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind != ValueKind.Array) return SourceValue.FromError(RecordErrorCode.WrongType);
        return SourceValue.FromTape(
            value.Tape!, value.Tape!.TryGetElement(value.Node, last ? -1 : 0, out var element) ? element : -1);
    }
}

/// <summary><c>sort</c>: see <see cref="ElementOrder"/> for the order.</summary>
internal sealed class SortTransform : Transform
{
    public override string Wanted => "an array";

    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind != ValueKind.Array) return SourceValue.FromError(RecordErrorCode.WrongType);
        var code = scratch.Order.TryLoad(value.Tape!, value.Node);
        return code == RecordErrorCode.None ? ListWriter.Write(value.Tape!, scratch) : SourceValue.FromError(code);
    }
}

/// <summary><c>distinct</c>: keeps the first of equal elements at its place.</summary>
internal sealed class DistinctTransform : Transform
{
    public override string Wanted => "an array";

    public override bool KeepsAll => false;

    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind != ValueKind.Array) return SourceValue.FromError(RecordErrorCode.WrongType);
        var code = scratch.Order.TryLoad(value.Tape!, value.Node);
        if (code != RecordErrorCode.None) return SourceValue.FromError(code);
        scratch.Order.RemoveDuplicates();
        return ListWriter.Write(value.Tape!, scratch);
    }
}

/// <summary><c>keys</c> and <c>values</c>, in the source's order.</summary>
internal sealed class MembersTransform(bool names) : Transform
{
    public override string Wanted => "an object";

    public override bool KeepsAll => false;

    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind != ValueKind.Object) return SourceValue.FromError(RecordErrorCode.WrongType);
        var tape = value.Tape!;
        var list = new ListWriter(scratch);
        for (int member = value.Node + 1, end = tape[value.Node].End; member < end; member = tape[member + 1].End)
        {
            list.Add(tape, names ? member : member + 1);
        }
        return list.End();
    }
}
