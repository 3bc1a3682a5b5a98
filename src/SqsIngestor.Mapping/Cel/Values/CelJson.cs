using System.Buffers.Text;
using System.Diagnostics;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>Reads values from a JSON tape.</summary>
internal static class CelJson
{
    /// <summary>
    /// Integers that fit 64 bits become int, other numbers double, with their digits. A string with escapes is unescaped into the
    /// context; strings without escapes, objects and arrays stay on the tape. A lone surrogate and a number outside the range of
    /// a double are errors.
    /// </summary>
    public static CelValue Read(JsonTape tape, int index, CelContext context)
    {
        ref readonly var node = ref tape[index];
        return node.Kind switch
        {
            JsonKind.String =>
                node.Escaped ? Unescape(tape.Raw(index), context) : CelValue.OnTape(CelKind.String, tape, index),
            JsonKind.Number => Number(tape, index),
            JsonKind.True => CelValue.Bool(true),
            JsonKind.False => CelValue.Bool(false),
            JsonKind.Object => CelValue.OnTape(CelKind.Map, tape, index),
            JsonKind.Array => CelValue.OnTape(CelKind.List, tape, index),
            JsonKind.Null => CelValue.Null,
            _ => throw new UnreachableException(),
        };
    }

    private static CelValue Unescape(ReadOnlySpan<byte> text, CelContext context)
    {
        if (!context.ChargeBytes(text.Length)) return CelValue.Fail(CelErrorCode.CostLimit);
        var span = context.Reserve(text.Length, out var buffer, out var start);
        if (!JsonText.TryUnescape(text, span, out var length)) return CelValue.Fail(CelErrorCode.InvalidText);
        context.Keep(length);
        return CelValue.String(buffer, start, length);
    }

    private static CelValue Number(JsonTape tape, int index)
    {
        var number = Number(tape.Raw(index), out var isExact);
        return isExact ? number : number.WithDigits(tape, index);
    }

    /// <summary>A number by its digits: an int or a double, or an error.</summary>
    /// <param name="text">A number of JSON.</param>
    /// <param name="isExact">The value says all that the digits say, or is an error.</param>
    public static CelValue Number(ReadOnlySpan<byte> text, out bool isExact)
    {
        isExact = true;
        if (Utf8Parser.TryParse(text, out long integer, out var read) && read == text.Length)
        {
            // The sign of -0 counts in a double.
            isExact = integer != 0 || text[0] != '-';
            return CelValue.Int(integer);
        }
        if (!Utf8Parser.TryParse(text, out double number, out read) || read != text.Length || !double.IsFinite(number))
        {
            return CelValue.Fail(CelErrorCode.OutOfRange);
        }
        isExact = false;
        return CelValue.Double(number);
    }
}
