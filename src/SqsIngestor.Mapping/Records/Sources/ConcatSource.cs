using System.Buffers.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>
/// <c>concat</c>: the texts of several values, one after the other. If a part is missing or null, so is the result.
/// </summary>
internal sealed class ConcatSource(ValueSource[] parts) : ValueSource
{
    public override string PointerIn(EncodeContext context)
    {
        // Finds the failing part again. Errors are rare, so only they pay for it.
        foreach (var part in parts)
        {
            if (part.PointerIn(context) is { Length: > 0 } pointer
                && part.Read(context).Kind is not (ValueKind.String or ValueKind.Number or ValueKind.True or ValueKind.False))
            {
                return pointer;
            }
        }
        return parts.Length > 0 ? parts[0].PointerIn(context) : "";
    }

    public override SourceValue Read(EncodeContext context)
    {
        // A part may take room itself (a nested concat, a decoded attribute), so all are read before room is taken here.
        var size = 0;
        foreach (var part in parts)
        {
            var value = part.Read(context);
            if (value.Kind is ValueKind.Missing or ValueKind.Null or ValueKind.Error) return value;
            size += Math.Max(20, value.Text.Length);
        }
        var buffer = context.Arena.Claim(size);
        var length = 0;
        foreach (var part in parts)
        {
            var value = part.Read(context);
            var code = TryAppend(value, buffer[length..], out var written);
            if (code != RecordErrorCode.None) return SourceValue.FromError(code);
            length += written;
        }
        return SourceValue.FromText(buffer[..length]);
    }

    public override SourceValue Misfit(EncodeContext context, out string wanted)
    {
        wanted = ValueTypesText.Single;
        foreach (var part in parts)
        {
            var value = part.Read(context);
            if (value.Kind == ValueKind.Error) return part.Misfit(context, out wanted);
            if (value.Kind is ValueKind.Object or ValueKind.Array or ValueKind.Bytes) return value;
        }
        wanted = "";
        return SourceValue.Missing;
    }

    public override bool CanBeBlocked => Array.Exists(parts, static part => part.CanBeBlocked);

    public override SourceValue BlockedBy(EncodeContext context) =>
        Blocked(context) is { } part ? part.BlockedBy(context) : SourceValue.Missing;

    public override string BlockedAt(EncodeContext context) => Blocked(context)?.BlockedAt(context) ?? "";

    public override RecordErrorCode BlockedCode(EncodeContext context) =>
        Blocked(context)?.BlockedCode(context) ?? RecordErrorCode.WrongType;

    /// <summary>Without one of its parts the column holds none of them, so the others are not read.</summary>
    public override void MarkRead(EncodeContext context)
    {
        var isComplete = true;
        foreach (var part in parts) isComplete &= part.Read(context).Kind is not (ValueKind.Missing or ValueKind.Null);
        foreach (var part in parts)
        {
            if (isComplete || part.Read(context).Kind == ValueKind.Null) part.MarkRead(context);
        }
    }

    public override void Rescue(EncodeContext context)
    {
        foreach (var part in parts) part.Rescue(context);
    }

    private ValueSource? Blocked(EncodeContext context)
    {
        foreach (var part in parts)
        {
            if (part.BlockedBy(context).Kind != ValueKind.Missing) return part;
        }
        return null;
    }

    private static RecordErrorCode TryAppend(in SourceValue value, Span<byte> room, out int written)
    {
        written = 0;
        switch (value.Kind)
        {
            case ValueKind.String when value.Escaped:
                return JsonText.TryUnescape(value.Text, room, out written) ? RecordErrorCode.None : RecordErrorCode.TextEncoding;
            case ValueKind.String or ValueKind.Number:
                return Append(value.Text, room, out written);
            case ValueKind.True:
                return Append("true"u8, room, out written);
            case ValueKind.False:
                return Append("false"u8, room, out written);
            case ValueKind.Integer:
                Utf8Formatter.TryFormat(value.Integer, room, out written);
                return RecordErrorCode.None;
            default:
                return RecordErrorCode.WrongType;
        }
    }

    private static RecordErrorCode Append(ReadOnlySpan<byte> text, Span<byte> room, out int written)
    {
        text.CopyTo(room);
        written = text.Length;
        return RecordErrorCode.None;
    }
}
