using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Text;

public sealed class CaseFoldTests
{
    [Fact]
    public void UpperAndLower_EveryCharacterWithAnotherCase_AreTheSimpleMappings()
    {
        var lines = File.ReadAllLines(RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Text", "SimpleCase.txt"));

        var wrong = lines.Where(line => line.Split(' ') is not [var character, var upper, var lower]
            || Mapped(character, CaseFold.Upper) != Text(upper) || Mapped(character, CaseFold.Lower) != Text(lower));

        Assert.True(lines.Length > 2000);
        Assert.Empty(wrong);
    }

    [Fact]
    public void UpperAndLower_EveryOtherAsciiCharacter_StayAsTheyAre()
    {
        var text = string.Concat(Enumerable.Range(0, 128).Select(c => (char)c).Where(c => !char.IsAsciiLetter(c)));

        Assert.Equal(text, Mapped(text, CaseFold.Upper, isHex: false));
        Assert.Equal(text, Mapped(text, CaseFold.Lower, isHex: false));
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
