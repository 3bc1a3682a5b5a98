using System.Buffers;
using System.Text;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>
/// The string extension of CEL. Positions count code points. The functions that cut share the memory of their argument; the
/// others charge before they write.
/// </summary>
internal static class CelStrings
{
    public static CelValue CharAt(ReadOnlySpan<CelValue> a, CelContext context) =>
        Cut(a[0], a[1].AsInt, a[1].AsInt, isCharacter: true, context);

    public static CelValue Substring(ReadOnlySpan<CelValue> a, CelContext context) =>
        Cut(a[0], a[1].AsInt, a.Length > 2 ? a[2].AsInt : long.MaxValue, isCharacter: false, context);

    public static CelValue IndexOf(ReadOnlySpan<CelValue> a, CelContext context)
    {
        if (!ChargeAll(a, context)) return CostLimit();
        var text = a[0].Span;
        var from = a.Length > 2 ? Offset(text, a[2].AsInt) : 0;
        if (from < 0) return CelValue.Fail(CelErrorCode.IndexOutOfRange);
        var found = CelSearch.IndexOf(text[from..], a[1].Span, context);
        return CelValue.Int(found < 0 ? -1 : CelTextFunctions.CodePoints(text[..(from + found)]));
    }

    public static CelValue LastIndexOf(ReadOnlySpan<CelValue> a, CelContext context)
    {
        if (!ChargeAll(a, context)) return CostLimit();
        var text = a[0].Span;
        var part = a[1].Span;
        var end = text.Length;
        if (a.Length > 2)
        {
            var last = Offset(text, a[2].AsInt);
            if (last < 0) return CelValue.Fail(CelErrorCode.IndexOutOfRange);
            end = (int)Math.Min(end, (long)last + part.Length);
        }
        var found = CelSearch.LastIndexOf(text[..end], part, context);
        return CelValue.Int(found < 0 ? -1 : CelTextFunctions.CodePoints(text[..found]));
    }

    public static CelValue LowerAscii(ReadOnlySpan<CelValue> a, CelContext context) => ChangeCase(a[0], (byte)'A', context);

    public static CelValue UpperAscii(ReadOnlySpan<CelValue> a, CelContext context) => ChangeCase(a[0], (byte)'a', context);

    public static CelValue Trim(ReadOnlySpan<CelValue> a, CelContext context)
    {
        if (!ChargeAll(a, context)) return CostLimit();
        var text = a[0].Span;
        var (start, end) = (0, text.Length);
        while (start < end)
        {
            Rune.DecodeFromUtf8(text[start..end], out var rune, out var length);
            if (!Rune.IsWhiteSpace(rune)) break;
            start += length;
        }
        while (start < end)
        {
            Rune.DecodeLastFromUtf8(text[start..end], out var rune, out var length);
            if (!Rune.IsWhiteSpace(rune)) break;
            end -= length;
        }
        return a[0].Slice(start, end - start);
    }

    public static CelValue Reverse(ReadOnlySpan<CelValue> a, CelContext context)
    {
        if (!ChargeAll(a, context)) return CostLimit();
        var text = a[0].Span;
        var room = context.Reserve(text.Length, out var buffer, out var start);
        for (int i = 0, length; i < text.Length; i += length)
        {
            length = LengthAt(text, i);
            text.Slice(i, length).CopyTo(room[(text.Length - i - length)..]);
        }
        context.Keep(text.Length);
        return CelValue.String(buffer, start, text.Length);
    }

    public static CelValue Join(ReadOnlySpan<CelValue> a, CelContext context)
    {
        var text = context.Text.Start();
        var separator = a.Length > 1 ? a[1].Span : default;
        var isFirst = true;
        for (var cursor = new CelCursor(a[0]); cursor.MoveNext(context, out var element); isFirst = false)
        {
            if (element.IsError) return element;
            if (element.Kind != CelKind.String) return CelValue.Fail(CelErrorCode.NoMatchingOverload);
            if (!context.Charge(1) || (!isFirst && !text.Append(separator)) || !text.Append(element.Span)) return CostLimit();
        }
        return text.Finish();
    }

    public static CelValue Replace(ReadOnlySpan<CelValue> a, CelContext context)
    {
        var left = a.Length > 3 ? a[3].AsInt : -1;
        if (!ChargeAll(a, context)) return CostLimit();
        var text = a[0].Span;
        var old = a[1].Span;
        var result = context.Text.Start();
        var position = 0;
        while (left != 0)
        {
            var found = old.Length > 0 ? CelSearch.IndexOf(text[position..], old, context) : 0;
            if (found < 0) break;
            if (!context.Charge(1) || !result.Append(text.Slice(position, found)) || !result.Append(a[2].Span))
            {
                return CostLimit();
            }
            position += found + old.Length;
            left--;
            if (old.Length > 0) continue;
            // An empty text stands before each character, and at the end.
            if (position == text.Length) break;
            var length = LengthAt(text, position);
            if (!result.Append(text.Slice(position, length))) return CostLimit();
            position += length;
        }
        return result.Append(text[position..]) ? result.Finish() : CostLimit();
    }

    public static CelValue Split(ReadOnlySpan<CelValue> a, CelContext context)
    {
        var left = a.Length > 2 ? a[2].AsInt : -1;
        if (!ChargeAll(a, context)) return CostLimit();
        var text = a[0].Span;
        var separator = a[1].Span;
        CelValue[] parts = [];
        var (count, position) = (0, 0);
        while (left != 0 && (separator.Length > 0 || position < text.Length))
        {
            var length = left == 1 ? -1
                : separator.Length > 0 ? CelSearch.IndexOf(text[position..], separator, context)
                : LengthAt(text, position);
            var isLast = length < 0;
            if (isLast) length = text.Length - position;
            if (!context.Charge(1)) return CostLimit();
            if (count == parts.Length) context.Grow(ref parts);
            parts[count++] = a[0].Slice(position, length);
            if (isLast) break;
            position += length + separator.Length;
            left--;
        }
        return CelValue.List(parts, count);
    }

    public static CelValue Quote(ReadOnlySpan<CelValue> a, CelContext context)
    {
        if (!ChargeAll(a, context)) return CostLimit();
        var text = a[0].Span;
        var result = context.Text.Start();
        if (!result.Append((byte)'"')) return CostLimit();
        while (true)
        {
            var special = text.IndexOfAny(Specials);
            if (!result.Append(special < 0 ? text : text[..special])) return CostLimit();
            if (special < 0) break;
            if (!result.Append([(byte)'\\', Letters[Escaped.IndexOf(text[special])]])) return CostLimit();
            text = text[(special + 1)..];
        }
        return result.Append((byte)'"') ? result.Finish() : CostLimit();
    }

    /// <summary>What a quoted string escapes.</summary>
    private static ReadOnlySpan<byte> Escaped => "\"\\\a\b\f\n\r\t\v"u8;

    /// <summary>What stands behind the backslash, in the same order.</summary>
    private static ReadOnlySpan<byte> Letters =>
        [(byte)'"', (byte)'\\', (byte)'a', (byte)'b', (byte)'f', (byte)'n', (byte)'r', (byte)'t', (byte)'v'];

    private static readonly SearchValues<byte> Specials = SearchValues.Create(Escaped);

    /// <summary>The offset of the byte at which a code point starts, or the end; -1 for another position.</summary>
    private static int Offset(ReadOnlySpan<byte> text, long position)
    {
        if (position < 0 || position > text.Length) return -1;
        var offset = 0;
        for (; position > 0 && offset < text.Length; position--) offset += LengthAt(text, offset);
        return position == 0 ? offset : -1;
    }

    /// <summary>The bytes of the code point that starts at an offset.</summary>
    private static int LengthAt(ReadOnlySpan<byte> text, int offset)
    {
        var length = text[offset] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
        return Math.Min(length, text.Length - offset);
    }

    /// <param name="value">The string.</param>
    /// <param name="first">The position of the first code point.</param>
    /// <param name="end">The position after the last one; the largest number for the end of the string.</param>
    /// <param name="isCharacter">One code point, or none at the end of the string; <paramref name="end"/> does not count.</param>
    /// <param name="context">Charged for reading.</param>
    private static CelValue Cut(in CelValue value, long first, long end, bool isCharacter, CelContext context)
    {
        var text = value.Span;
        if (!context.ChargeBytes(text.Length)) return CostLimit();
        var start = Offset(text, first);
        if (start < 0) return CelValue.Fail(CelErrorCode.IndexOutOfRange);
        if (isCharacter) return value.Slice(start, start < text.Length ? LengthAt(text, start) : 0);
        if (end == long.MaxValue) return value.Slice(start, text.Length - start);
        if (end < first) return CelValue.Fail(CelErrorCode.InvalidArgument);
        var length = Offset(text[start..], end - first);
        return length < 0 ? CelValue.Fail(CelErrorCode.IndexOutOfRange) : value.Slice(start, length);
    }

    /// <param name="value">The string.</param>
    /// <param name="first">The first of the 26 letters whose case changes.</param>
    /// <param name="context">Charged for the text.</param>
    private static CelValue ChangeCase(in CelValue value, byte first, CelContext context)
    {
        var text = value.Span;
        if (!context.ChargeBytes(text.Length)) return CostLimit();
        var room = context.Reserve(text.Length, out var buffer, out var start);
        for (var i = 0; i < text.Length; i++) room[i] = (uint)(text[i] - first) < 26 ? (byte)(text[i] ^ 0x20) : text[i];
        context.Keep(text.Length);
        return CelValue.String(buffer, start, text.Length);
    }

    private static bool ChargeAll(ReadOnlySpan<CelValue> arguments, CelContext context)
    {
        foreach (var argument in arguments)
        {
            if (argument.Kind == CelKind.String && !context.ChargeBytes(argument.Span.Length)) return false;
        }
        return true;
    }

    private static CelValue CostLimit() => CelValue.Fail(CelErrorCode.CostLimit);
}
