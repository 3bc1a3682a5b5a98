using System.Globalization;

namespace SqsIngestor.Mapping.Text.Normalization;

/// <summary>The tables from <see cref="NormalizationData"/>, built when the first text needs them.</summary>
internal sealed class NormalizationTables
{
    private const int PageBits = 7;
    private const int PageSize = 1 << PageBits;

    private readonly Dictionary<int, (int First, int Second)> _decompositions = new(2_100);
    private readonly Dictionary<ulong, int> _compositions = new(1_000);

    // The properties of all characters in pages; pages without data share an empty one.
    private readonly byte[] _pages = new byte[0x110000 >> PageBits];
    private readonly List<CharacterProperties[]> _content = [new CharacterProperties[PageSize]];

    private NormalizationTables()
    {
        ReadDecompositions();
        ForEachRange(
            NormalizationData.Exclusions,
            (_, c) => _compositions.Remove(Pair(_decompositions[c].First, _decompositions[c].Second)));
        ForEachRange(NormalizationData.CombiningClasses, (combiningClass, c) => At(c) |= (CharacterProperties)combiningClass);
        foreach (var (pair, _) in _compositions) At((int)(pair & 0xffffffff)) |= CharacterProperties.JoinsBefore;
        foreach (var (c, parts) in _decompositions)
        {
            var isComposite = parts.Second != 0
                && _compositions.TryGetValue(Pair(parts.First, parts.Second), out var composite)
                && composite == c;
            At(c) |= isComposite
                ? CharacterProperties.Decomposes
                : CharacterProperties.Decomposes | CharacterProperties.NeverNormal;
            if (!IsBoundary(FirstPartOf(c))) At(c) |= CharacterProperties.JoinsBefore;
        }
        for (var c = Hangul.FirstVowel; c < Hangul.EndVowel; c++) At(c) |= CharacterProperties.JoinsBefore;
        for (var c = Hangul.FirstTrail; c < Hangul.EndTrail; c++) At(c) |= CharacterProperties.JoinsBefore;
    }

    public static NormalizationTables Instance { get; } = new();

    public CharacterProperties PropertiesOf(int c) => _content[_pages[c >> PageBits]][c & (PageSize - 1)];

    /// <summary>
    /// The decomposition of a character that has <see cref="CharacterProperties.Decomposes"/>; Second is 0 if there is only one.
    /// </summary>
    public (int First, int Second) Decompose(int c) => _decompositions[c];

    public bool TryCompose(int first, int second, out int composite) =>
        Hangul.TryCompose(first, second, out composite) || _compositions.TryGetValue(Pair(first, second), out composite);

    private static ulong Pair(int first, int second) => (ulong)(uint)first << 32 | (uint)second;

    private bool IsBoundary(int c) => (PropertiesOf(c) & (CharacterProperties.Class | CharacterProperties.JoinsBefore)) == 0;

    private int FirstPartOf(int c)
    {
        while (_decompositions.TryGetValue(c, out var parts)) c = parts.First;
        return c;
    }

    private ref CharacterProperties At(int c)
    {
        if (_pages[c >> PageBits] == 0)
        {
            _pages[c >> PageBits] = (byte)_content.Count;
            _content.Add(new CharacterProperties[PageSize]);
        }
        return ref _content[_pages[c >> PageBits]][c & (PageSize - 1)];
    }

    private void ReadDecompositions()
    {
        var rest = NormalizationData.Decompositions;
        var c = 0;
        while (rest.Length > 0)
        {
            var first = ReadHexadecimal(ref rest, out var mark);
            if (mark == ':')
            {
                c = first;
                rest = rest[1..];
                continue;
            }
            var second = mark == '+' ? ReadHexadecimal(ref rest, out _) : 0;
            _decompositions.Add(c, (first, second));
            if (second != 0) _compositions.TryAdd(Pair(first, second), c);
            c++;
        }
    }

    /// <summary>
    /// Reads lines of ranges. A line can start with a decimal number and a colon; the action receives that number, or 0.
    /// </summary>
    private static void ForEachRange(ReadOnlySpan<byte> text, Action<int, int> action)
    {
        foreach (var part in text.Split((byte)'\n'))
        {
            var line = text[part];
            var number = 0;
            if (line.IndexOf((byte)':') is > 0 and var colon)
            {
                number = int.Parse(line[..colon], CultureInfo.InvariantCulture);
                line = line[(colon + 2)..];
            }
            while (line.Length > 0)
            {
                var first = ReadHexadecimal(ref line, out var mark);
                var last = mark == '-' ? ReadHexadecimal(ref line, out _) : first;
                for (var c = first; c <= last; c++) action(number, c);
            }
        }
    }

    /// <summary>Reads a number and the mark after it.</summary>
    private static int ReadHexadecimal(ref ReadOnlySpan<byte> text, out byte mark)
    {
        var length = text.IndexOfAny(":+- \n"u8);
        if (length < 0) length = text.Length;
        var value = int.Parse(text[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        mark = length < text.Length ? text[length] : (byte)'\n';
        text = text[Math.Min(text.Length, length + 1)..];
        return value;
    }
}
