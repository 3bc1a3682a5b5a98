using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>The elements of an array as text with a separator between them. Null cannot be joined, nor can arrays and objects.</summary>
internal sealed class JoinTransform(byte[] separator) : Transform
{
    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind != ValueKind.Array) return SourceValue.FromError(RecordErrorCode.WrongType);
        var tape = value.Tape!;
        // Unescaped elements go to the scratch too, so the text is put together once all sizes are known.
        long size = 0;
        var first = value.Node + 1;
        for (int node = first, end = tape[value.Node].End; node < end; node = tape[node].End) size += tape[node].Length + separator.Length;
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
