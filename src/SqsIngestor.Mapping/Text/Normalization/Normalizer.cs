using System.Text;

namespace SqsIngestor.Mapping.Text.Normalization;

/// <summary>
/// Normalization form C of UTF-8 (UAX #15). The framework's own does nothing in invariant globalization, in which this
/// program runs. Works on one stretch at a time: a character that nothing before it can touch, and what follows up to the
/// next such one. Keeps its memory.
/// </summary>
internal sealed class Normalizer
{
    /// <summary>Most bytes that one byte of text becomes: U+1D160 has four, and three characters of four bytes stand for it.</summary>
    public const int MaxExpansion = 3;

    private const int ClassShift = 56;
    private const int PlaceShift = 24;
    private const int CharacterMask = 0x1fffff;

    private static readonly NormalizationTables Tables = NormalizationTables.Instance;

    // Class, place and character of what the stretch has: numbers that sort as canonical ordering does.
    private ulong[] _stretch = new ulong[32];
    private int _count;

    /// <summary>How many bytes at the start can stay: all of them when the text is normalized.</summary>
    public static int NormalizedPrefix(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text)) return text.Length;
        var (at, boundary, last) = (0, 0, 0);
        foreach (var rune in new Utf8Runes(text))
        {
            // Nothing below U+0300 is a mark, joins what is before it, or is written otherwise in form C.
            var properties = rune.Value < 0x300 ? CharacterProperties.None : Tables.PropertiesOf(rune.Value);
            var combiningClass = (int)(properties & CharacterProperties.Class);
            if ((properties & (CharacterProperties.JoinsBefore | CharacterProperties.NeverNormal)) != 0 || (combiningClass != 0 && combiningClass < last)) return boundary;
            if (combiningClass == 0) boundary = at;
            last = combiningClass;
            at += rune.Utf8SequenceLength;
        }
        return text.Length;
    }

    /// <summary>Writes the form to a room that holds <see cref="MaxExpansion"/> times the text.</summary>
    public int Normalize(ReadOnlySpan<byte> text, Span<byte> room)
    {
        var written = 0;
        _count = 0;
        foreach (var rune in new Utf8Runes(text))
        {
            if ((Tables.PropertiesOf(rune.Value) & (CharacterProperties.Class | CharacterProperties.JoinsBefore)) == 0) written += Flush(room[written..]);
            Decompose(rune.Value);
        }
        return written + Flush(room[written..]);
    }

    private void Decompose(int c)
    {
        var properties = Tables.PropertiesOf(c);
        if ((properties & CharacterProperties.Decomposes) != 0)
        {
            var (first, second) = Tables.Decompose(c);
            Decompose(first);
            if (second != 0) Decompose(second);
        }
        else
        {
            if (_count == _stretch.Length) Array.Resize(ref _stretch, _count * 2);
            _stretch[_count] = (ulong)(properties & CharacterProperties.Class) << ClassShift | (ulong)_count << PlaceShift | (uint)c;
            _count++;
        }
    }

    private int Flush(Span<byte> room)
    {
        if (_count > 1)
        {
            Order();
            Compose();
        }
        var written = 0;
        foreach (var item in _stretch.AsSpan(0, _count)) written += new Rune((int)item & CharacterMask).EncodeToUtf8(room[written..]);
        _count = 0;
        return written;
    }

    /// <summary>Sorts the marks between characters of class 0 by their class, those of one class as they came.</summary>
    private void Order()
    {
        for (var start = 0; start < _count; start++)
        {
            var end = start;
            while (end < _count && _stretch[end] >> ClassShift != 0) end++;
            if (end - start > 1) _stretch.AsSpan(start, end - start).Sort();
            start = end;
        }
    }

    private void Compose()
    {
        var (starter, kept, last) = (-1, 0, 0UL);
        for (var i = 0; i < _count; i++)
        {
            var (item, combiningClass) = (_stretch[i], _stretch[i] >> ClassShift);
            // A mark of the same or a higher class between the two keeps them apart.
            if (starter >= 0 && (kept == starter + 1 || last < combiningClass)
                && Tables.TryCompose((int)_stretch[starter] & CharacterMask, (int)item & CharacterMask, out var composite))
            {
                _stretch[starter] = (uint)composite;
                continue;
            }
            if (combiningClass == 0) starter = kept;
            last = combiningClass;
            _stretch[kept++] = item;
        }
        _count = kept;
    }
}
