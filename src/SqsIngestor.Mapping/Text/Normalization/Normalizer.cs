using System.Text;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Text.Normalization;

/// <summary>
/// Normalization form C of UTF-8 (UAX #15). The framework's normalization does nothing in invariant globalization, which
/// this program uses. Works on one stretch at a time: from a character that does not depend on the one before it to the
/// next such character. Reuses its memory; not thread-safe.
/// </summary>
/// <param name="memory">What the message may take: a stretch can be as long as the text. Null for no bound.</param>
internal sealed class Normalizer(WorkMemory? memory = null)
{
    /// <summary>
    /// The most bytes that a byte of text becomes: U+1D160 has 4 bytes and becomes three characters of 4 bytes.
    /// </summary>
    public const int MaxExpansion = 3;

    private const int ClassShift = 56;
    private const int PlaceShift = 24;
    private const int CharacterMask = 0x1fffff;

    private static readonly NormalizationTables Tables = NormalizationTables.Instance;

    // Combining class, place and character of each item: numbers whose order is the canonical order.
    private readonly WorkArray<ulong> _stretch = new(memory ?? new(), smallest: 32);
    private int _count;

    /// <summary>How many bytes at the start are already normalized; all of them if the text is normalized.</summary>
    public static int NormalizedPrefix(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text)) return text.Length;
        var (at, boundary, last) = (0, 0, 0);
        foreach (var rune in new Utf8Runes(text))
        {
            // No character below U+0300 is a mark, composes with the one before it, or changes in form C.
            var properties = rune.Value < 0x300 ? CharacterProperties.None : Tables.PropertiesOf(rune.Value);
            var combiningClass = (int)(properties & CharacterProperties.Class);
            if ((properties & (CharacterProperties.JoinsBefore | CharacterProperties.NeverNormal)) != 0
                || (combiningClass != 0 && combiningClass < last))
            {
                return boundary;
            }
            if (combiningClass == 0) boundary = at;
            last = combiningClass;
            at += rune.Utf8SequenceLength;
        }
        return text.Length;
    }

    /// <summary>
    /// Writes the normalized text and returns its length in bytes. The room must hold <see cref="MaxExpansion"/> times the text.
    /// </summary>
    public int Normalize(ReadOnlySpan<byte> text, Span<byte> room)
    {
        var written = 0;
        _count = 0;
        foreach (var rune in new Utf8Runes(text))
        {
            if ((Tables.PropertiesOf(rune.Value) & (CharacterProperties.Class | CharacterProperties.JoinsBefore)) == 0)
            {
                written += Flush(room[written..]);
            }
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
            _stretch.Ensure(_count + 1L, _count);
            _stretch.Items[_count] = (ulong)(
                properties & CharacterProperties.Class) << ClassShift | (ulong)_count << PlaceShift | (uint)c;
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
        foreach (var item in _stretch.Items.AsSpan(0, _count))
        {
            written += new Rune((int)item & CharacterMask).EncodeToUtf8(room[written..]);
        }
        _count = 0;
        return written;
    }

    /// <summary>Sorts the marks between characters of class 0 by class; marks of one class keep their order.</summary>
    private void Order()
    {
        var stretch = _stretch.Items;
        for (var start = 0; start < _count; start++)
        {
            var end = start;
            while (end < _count && stretch[end] >> ClassShift != 0) end++;
            if (end - start > 1) stretch.AsSpan(start, end - start).Sort();
            start = end;
        }
    }

    private void Compose()
    {
        var stretch = _stretch.Items;
        var (starter, kept, last) = (-1, 0, 0UL);
        for (var i = 0; i < _count; i++)
        {
            var (item, combiningClass) = (stretch[i], stretch[i] >> ClassShift);
            // A mark of the same or a higher class between the two blocks the composition.
            if (starter >= 0 && (kept == starter + 1 || last < combiningClass)
                && Tables.TryCompose((int)stretch[starter] & CharacterMask, (int)item & CharacterMask, out var composite))
            {
                stretch[starter] = (uint)composite;
                continue;
            }
            if (combiningClass == 0) starter = kept;
            last = combiningClass;
            stretch[kept++] = item;
        }
        _count = kept;
    }
}
