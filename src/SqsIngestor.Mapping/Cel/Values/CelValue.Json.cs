using System.Buffers.Text;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Cel.Values;

internal readonly partial struct CelValue
{
    /// <summary>
    /// The value of a node. Integers that fit 64 bits are ints, other numbers doubles. A string with escapes is
    /// unescaped into the context; one with a lone surrogate is an error, as is a number that no double holds.
    /// </summary>
    public static CelValue FromJson(JsonTape tape, int index, CelContext context)
    {
        ref readonly var node = ref tape[index];
        return node.Kind switch
        {
            JsonKind.String => node.Escaped ? Unescape(tape.Raw(index), context) : new(CelKind.String, tape, index),
            JsonKind.Number => FromNumber(tape.Raw(index)),
            JsonKind.True => Bool(true),
            JsonKind.False => Bool(false),
            JsonKind.Object => new(CelKind.Map, tape, index),
            JsonKind.Array => new(CelKind.List, tape, index),
            _ => Null,
        };
    }

    private static CelValue Unescape(ReadOnlySpan<byte> text, CelContext context)
    {
        if (!context.ChargeBytes(text.Length)) return Fail(CelErrorCode.CostLimit);
        var span = context.Reserve(text.Length, out var buffer, out var start);
        if (!JsonText.TryUnescape(text, span, out var length)) return Fail(CelErrorCode.InvalidText);
        context.Keep(length);
        return String(buffer, start, length);
    }

    private static CelValue FromNumber(ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out long integer, out var read) && read == text.Length) return Int(integer);
        return Utf8Parser.TryParse(text, out double number, out read) && read == text.Length && double.IsFinite(number)
            ? Double(number)
            : Fail(CelErrorCode.OutOfRange);
    }
}
