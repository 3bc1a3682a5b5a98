using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using SqsIngestor.Mapping.Text.Normalization;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Text.Normalization;

public sealed class NormalizerTests
{
    private static readonly IEnumerable<int> Characters = Enumerable.Range(0, 0x110000).Where(Rune.IsValid);

    // Text in which much can happen: bases, marks of many classes, parts of Hangul, what decomposes into three, what never
    // composes.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char[
            "ae \u0301\u0323\u0334\u0345\u0344\u031b\u0f71\u0f72\u0f73" +
                "\u1e69\u01d5\u212b\u0958\u09be\u09c7\u1100\u1161\u11a8\uac00\uac01\ufb2c"].Select(c => c.ToString()),
        Gen.Int[0x80, 0x10ffff].Where(Rune.IsValid).Select(char.ConvertFromUtf32)).Array[0, 12].Select(string.Concat);

    /// <summary>
    /// Against ICU with Unicode 17: node -e "const h = crypto.createHash('sha256'); for (let c = 0; c &lt; 0x110000; c++)
    /// if (c &lt; 0xD800 || c > 0xDFFF) h.update(String.fromCodePoint(c).normalize('NFC')); console.log(h.digest('hex'))"
    /// </summary>
    [Fact]
    public void Normalize_EveryCharacter_AgreesWithIcu() =>
        Assert.Equal(
            "1ffc8e6ce9e83df8e49fd62d6abb68f981775aed0b5101b88c213d4653e9b540", HashOf(Characters.Select(char.ConvertFromUtf32)));

    /// <summary>
    /// The same of fromCodePoint(0x61, 0x315, c, 0x302, 0x334, 0x11A8): the order of marks, and what keeps two apart.
    /// </summary>
    [Fact]
    public void Normalize_EveryCharacterBetweenMarks_AgreesWithIcu() =>
        Assert.Equal(
            "7f34a29a5a8aaf25e2a446a220e636e8a04f93d423439407bd28f3e44670b32b",
            HashOf(Characters.Select(c => $"a\u0315{char.ConvertFromUtf32(c)}\u0302\u0334\u11a8")));

    /// <summary>
    /// Against CPython with Unicode 14, which has every decomposition below U+10000 there is: h = hashlib.sha256(), and for each
    /// c h.update(unicodedata.normalize('NFC', chr(c)).encode())
    /// </summary>
    [Fact]
    public void Normalize_EveryCharacterOfThePlane_AgreesWithPython() =>
        Assert.Equal(
            "31bf9092485edf5a80203829e08b8c28b96998c294627f43b85063666ea3cb9b",
            HashOf(Characters.TakeWhile(c => c < 0x10000).Select(char.ConvertFromUtf32)));

    [Fact]
    public void Normalize_SamplesOfPython_Agree()
    {
        var lines = File.ReadAllLines(
            RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Text", "Normalization", "NfcSamples.txt"));
        Assert.All(lines.Skip(1), line =>
        {
            var halves = line.Split(';').Select(FromHexadecimal).ToArray();
            Assert.Equal(halves[1], Normalize(halves[0]));
            Assert.Equal(halves[1], Normalize(halves[1]));
        });
    }

    [Fact]
    public void Normalize_Twice_ChangesNothingMore() => Text.Sample(text =>
    {
        var once = Normalize(text);
        Assert.Equal(once, Normalize(once));
    }, iter: HostileCases.Count);

    /// <summary>Where the quick look is content, the long way changes nothing; what it keeps of a text can be kept.</summary>
    [Fact]
    public void NormalizedPrefix_AnyText_AgreesWithTheLongWay() => Text.Sample(text =>
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var kept = Normalizer.NormalizedPrefix(bytes);
        var whole = LongWay(bytes);
        Assert.Equal(whole, (byte[])[.. bytes[..kept], .. LongWay(bytes[kept..])]);
        if (kept == bytes.Length) Assert.Equal(bytes, whole);
    }, iter: HostileCases.Count);

    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("u\u0308ber 1", "über 1")]
    [InlineData("\u0041\u030a\u0327", "Å\u0327")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("\u2126", "Ω")]
    [InlineData("\ud834\udd5e", "\ud834\udd57\ud834\udd65")]
    [InlineData("fi\ufb01", "fi\ufb01")]
    public void Transform_Nfc_Gives(string text, string expected) =>
        Assert.Equal(
            expected,
            OneColumn.Encode(
                OneColumn.Plan("string_value", "{ from: $.body.v, transform: nfc }"),
                System.Text.Json.JsonSerializer.Serialize(text)).StringValue);

    /// <summary>A hundred thousand marks on one letter are put in order in far less than quadratic time.</summary>
    [Fact]
    public void Normalize_ManyMarksOnOneLetter_IsOrdered()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("\u0315\u0301\u0323", 100_000));

        Assert.Equal(
            "\u1ea1" + new string('\u0323', 99_999) + new string('\u0301', 100_000) + new string('\u0315', 100_000),
            Normalize(text));
    }

    private static string HashOf(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts) hash.AppendData(Encoding.UTF8.GetBytes(Normalize(text)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Normalize(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var kept = Normalizer.NormalizedPrefix(bytes);
        return Encoding.UTF8.GetString([.. bytes[..kept], .. LongWay(bytes[kept..])]);
    }

    private static byte[] LongWay(byte[] text)
    {
        var room = new byte[text.Length * Normalizer.MaxExpansion];
        return room[..new Normalizer().Normalize(text, room)];
    }

    private static string FromHexadecimal(string text) =>
        string.Concat(
            text.Split(' ')
            .Select(c => char.ConvertFromUtf32(int.Parse(c, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
}
