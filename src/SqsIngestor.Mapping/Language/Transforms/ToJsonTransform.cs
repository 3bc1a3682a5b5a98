using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records.Scalars.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>The value's JSON text, as it stood, as text.</summary>
internal sealed class ToJsonTransform : Transform
{
    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind is ValueKind.Object or ValueKind.Array or ValueKind.Number)
        {
            return JsonString.IsWellFormed(value.Text) ? SourceValue.FromText(value.Text) : SourceValue.FromError(RecordErrorCode.TextEncoding);
        }
        if (value.Kind == ValueKind.Bytes) return SourceValue.FromError(RecordErrorCode.WrongType);
        var code = scratch.TryText(value, out var text);
        if (code != RecordErrorCode.None) return SourceValue.FromError(code);
        if (value.Kind != ValueKind.String) return SourceValue.FromText(text);
        // The text of a document keeps the escapes that it has.
        var isJson = value.Tape is not null;
        if (isJson) text = value.Text;
        if (!scratch.TryReserve(((long)text.Length * JsonString.MaxExpansion) + 2, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        room[0] = (byte)'"';
        var length = 1 + (isJson ? text.Length : JsonString.Escape(text, room[1..]));
        if (isJson) text.CopyTo(room[1..]);
        room[length++] = (byte)'"';
        return SourceValue.FromText(scratch.Commit(length));
    }
}
