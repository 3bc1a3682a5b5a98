using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Text;

public sealed class CaseFoldTests
{
    private static readonly string Table = RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Text", "SimpleCase.txt");

    [Fact]
    public void UpperAndLower_EveryCharacterWithAnotherCase_AreTheSimpleMappings()
    {
        var lines = File.ReadAllLines(Table);

        var wrong = lines.Where(line => line.Split(' ') is not [var character, var upper, var lower]
            || Mapped(character, CaseFold.Upper) != Text(upper) || Mapped(character, CaseFold.Lower) != Text(lower));

        Assert.True(lines.Length > 2000);
        Assert.Empty(wrong);
    }

    [Fact]
    public void UpperAndLower_EveryOtherCharacter_StayAsTheyAre()
    {
        var changing = File.ReadAllLines(Table).Select(line => line.Split(' ')[0]).ToHashSet();
        var others = Enumerable.Range(0, 0x110000).Where(Rune.IsValid)
            .Where(c => !changing.Contains(c.ToString("X", CultureInfo.InvariantCulture)));
        var text = string.Concat(others.Select(c => new Rune(c).ToString()));

        // A newer version of Unicode than that of the table may have found the other half of a pair.
        Assert.Equal(text, Back(Mapped(text, CaseFold.Upper, isHex: false), text, CaseFold.Lower));
        Assert.Equal(text, Back(Mapped(text, CaseFold.Lower, isHex: false), text, CaseFold.Upper));
    }

    /// <summary>The mapped text, with each character that changed mapped back.</summary>
    private static string Back(string mapped, string text, Mapping mapping)
    {
        var (runes, originals) = (mapped.EnumerateRunes().ToList(), text.EnumerateRunes().ToList());
        var changed = runes.Zip(originals).Where(pair => pair.First != pair.Second).ToList();
        Assert.InRange(changed.Count, 0, 200);
        return string.Concat(runes.Zip(originals, (rune, original) =>
            rune == original ? rune.ToString() : Mapped(rune.ToString(), mapping, isHex: false)));
    }

    private delegate int Mapping(ReadOnlySpan<byte> text, Span<byte> room);

    private static string Text(string hex) =>
        new Rune(int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();

    private static string Mapped(string text, Mapping mapping, bool isHex = true)
    {
        var bytes = Encoding.UTF8.GetBytes(isHex ? Text(text) : text);
        var room = new byte[bytes.Length * CaseFold.MaxExpansion];
        return Encoding.UTF8.GetString(room, 0, mapping(bytes, room));
    }
}
