using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records.Scalars.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary><c>to_int</c>: a signed or unsigned integer of up to 64 bits; true is 1 and false is 0.</summary>
internal sealed class ToIntTransform : Transform
{
    public override string Wanted => ValueTypesText.Single;

    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind is ValueKind.True or ValueKind.False) return SourceValue.FromInteger(value.Kind == ValueKind.True ? 1 : 0);
        if (value.Kind == ValueKind.Integer) return SourceValue.FromInteger(value.Integer);
        var code = scratch.TryText(value, out var text);
        if (code != RecordErrorCode.None) return SourceValue.FromError(code);
        if (!DecimalText.TryParse(text, out var number)) return SourceValue.FromError(RecordErrorCode.NumberSyntax);
        code = number.TryToInteger(out var magnitude);
        if (code != RecordErrorCode.None) return SourceValue.FromError(code);
        if (number.IsNegative)
        {
            return magnitude > long.MaxValue + 1UL
                ? SourceValue.FromError(RecordErrorCode.NumberRange)
                : SourceValue.FromInteger(unchecked((long)(0 - magnitude)));
        }
        if (magnitude <= long.MaxValue) return SourceValue.FromInteger((long)magnitude);
        if (!scratch.TryReserve(20, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        Utf8Formatter.TryFormat(magnitude, room, out var length);
        return SourceValue.FromNumber(scratch.Commit(length));
    }
}

/// <summary><c>to_float</c>: a number with its own digits; NaN, Infinity and -Infinity stay text.</summary>
internal sealed class ToFloatTransform : Transform
{
    public override string Wanted => "text or a number";

    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind == ValueKind.Integer) return SourceValue.FromInteger(value.Integer);
        if (value.Kind is ValueKind.True or ValueKind.False) return SourceValue.FromError(RecordErrorCode.WrongType);
        var code = scratch.TryText(value, out var text);
        if (code != RecordErrorCode.None) return SourceValue.FromError(code);
        if (text.SequenceEqual("NaN"u8) || text.SequenceEqual("Infinity"u8) || text.SequenceEqual("-Infinity"u8))
        {
            return SourceValue.FromText(text);
        }
        return DecimalText.TryParse(text, out _)
            ? SourceValue.FromNumber(text)
            : SourceValue.FromError(RecordErrorCode.NumberSyntax);
    }
}

/// <summary><c>to_bool</c>: true, t, yes, y and 1, and false, f, no, n and 0, in either case.</summary>
internal sealed class ToBoolTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (IsOne(text, "true"u8, "yes"u8, "1"u8)) return SourceValue.FromBoolean(true);
        return IsOne(text, "false"u8, "no"u8, "0"u8)
            ? SourceValue.FromBoolean(false)
            : SourceValue.FromError(RecordErrorCode.BoolSyntax);
    }

    private static bool IsOne(
        ReadOnlySpan<byte> text, ReadOnlySpan<byte> truth, ReadOnlySpan<byte> consent, ReadOnlySpan<byte> digit) =>
        Ascii.EqualsIgnoreCase(text, truth) || Ascii.EqualsIgnoreCase(text, truth[..1]) || Ascii.EqualsIgnoreCase(text, consent)
        || Ascii.EqualsIgnoreCase(text, consent[..1]) || text.SequenceEqual(digit);
}

/// <summary><c>parse_json</c>: JSON inside text.</summary>
internal sealed class ParseJsonTransform : TextTransform
{
    /// <summary>The deepest nesting of arrays and objects, the same as in a body by default.</summary>
    private const int MaxDepth = 64;

    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        var start = scratch.Used;
        if (!scratch.TryAppend(text)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        try
        {
            var reader = new Utf8JsonReader(
                scratch.Bytes.AsSpan(start, text.Length), new JsonReaderOptions { MaxDepth = MaxDepth });
            if (!reader.Read()) return SourceValue.FromError(RecordErrorCode.JsonSyntax);
            var node = new JsonTapeReader(scratch.Tape, [], start).Read(ref reader, null, whole: true);
            // Only white space may follow the value; the reader throws at anything else.
            reader.Read();
            return SourceValue.FromTape(scratch.Tape, node);
        }
        catch (JsonException)
        {
            return SourceValue.FromError(RecordErrorCode.JsonSyntax);
        }
    }
}

/// <summary><c>to_json</c>: the JSON text of the value as it stands in the source.</summary>
internal sealed class ToJsonTransform : Transform
{
    public override string Wanted => "a value of JSON";

    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind is ValueKind.Object or ValueKind.Array or ValueKind.Number)
        {
            return JsonString.IsWellFormed(value.Text)
                ? SourceValue.FromText(value.Text)
                : SourceValue.FromError(RecordErrorCode.TextEncoding);
        }
        if (value.Kind == ValueKind.Bytes) return SourceValue.FromError(RecordErrorCode.WrongType);
        var code = scratch.TryText(value, out var text);
        if (code != RecordErrorCode.None) return SourceValue.FromError(code);
        if (value.Kind != ValueKind.String) return SourceValue.FromText(text);
        // A string of a document keeps its escapes.
        var isJson = value.Tape is not null;
        if (isJson) text = value.Text;
        if (!scratch.TryReserve(((long)text.Length * JsonString.MaxExpansion) + 2, out var room))
        {
            return SourceValue.FromError(RecordErrorCode.ValueSize);
        }
        room[0] = (byte)'"';
        var length = 1 + (isJson ? text.Length : JsonString.Escape(text, room[1..]));
        if (isJson) text.CopyTo(room[1..]);
        room[length++] = (byte)'"';
        return SourceValue.FromText(scratch.Commit(length));
    }
}
