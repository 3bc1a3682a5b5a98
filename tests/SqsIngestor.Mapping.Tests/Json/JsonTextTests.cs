using System.Text;
using System.Text.Json;
using CsCheck;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Tests.Json;

public class JsonTextTests
{
    [Fact]
    public void TryUnescape_AnyText_IsTheInverseOfEscaping() =>
        Gen.String.Where(s => s.EnumerateRunes().All(r => r.Value != 0xFFFD)).Sample(text =>
        {
            var escaped = JsonEncodedText.Encode(text).EncodedUtf8Bytes;
            var buffer = new byte[escaped.Length];
            return JsonText.TryUnescape(escaped, buffer, out var length) && Encoding.UTF8.GetString(buffer, 0, length) == text;
        });

    [Fact]
    public void TryUnescape_JsonInsideJson_IsTheInverseOfEscaping() =>
        Gen.OneOf(
            Gen.Const("\""), Gen.Const("\\"), Gen.Const("a"), Gen.Const("bcdefgh"), Gen.Const("\n"), Gen.Const("ü"),
            Gen.Const("\u0001")).Array[0, 120]
            .Sample(parts =>
        {
            var text = string.Concat(parts);
            var escaped = JsonEncodedText.Encode(
                text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
            var buffer = new byte[escaped.Length];
            return JsonText.TryUnescape(escaped, buffer, out var length) && Encoding.UTF8.GetString(buffer, 0, length) == text;
        }, iter: 20_000);

    [Fact]
    public void FirstPiece_OfAnyText_EndsBetweenTwoCharacters() =>
        Gen.OneOf(
            Gen.Const("a"), Gen.Const("bcdefgh"), Gen.Const("ü"), Gen.Const("€"), Gen.Const("😀"), Gen.Const(@"\n"),
            Gen.Const(@"\\"), Gen.Const("\\\""), Gen.Const(@"\u20ac"), Gen.Const(@"\ud83d\ude00")).Array[0, 300]
            .Sample(parts =>
        {
            ReadOnlySpan<byte> text = Encoding.UTF8.GetBytes(string.Concat(parts));
            var whole = new byte[text.Length];
            Assert.True(JsonText.TryUnescape(text, whole, out var expected));
            var joined = new List<byte>();
            while (!text.IsEmpty)
            {
                var piece = JsonText.FirstPiece(text);
                Assert.InRange(piece, Math.Min(text.Length, JsonText.PieceSize - 11), JsonText.PieceSize);
                var room = new byte[piece];
                Assert.True(JsonText.TryUnescape(text[..piece], room, out var length));
                Assert.True(JsonText.IsValidUtf8(room.AsSpan(0, length)));
                joined.AddRange(room.AsSpan(0, length));
                text = text[piece..];
            }
            return joined.SequenceEqual(whole[..expected]);
        });

    [Theory]
    [InlineData(300, "é", true)]
    [InlineData(300, "e", false)]
    public void NameEquals_ALongNameWithEscapes_ComparesItsValue(int length, string last, bool equal)
    {
        var text = Encoding.UTF8.GetBytes(@"\u0061" + new string('a', length - 1) + last);

        Assert.Equal(
            equal, JsonText.NameEquals(text, escaped: true, Encoding.UTF8.GetBytes(new string('a', length) + "é")));
        Assert.False(JsonText.NameEquals(text, escaped: true, Encoding.UTF8.GetBytes(new string('a', length - 1))));
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("\\x")]
    [InlineData("\\u12")]
    [InlineData("\\u12g4")]
    [InlineData("\\ud800")]
    [InlineData("\\udc00")]
    [InlineData("\\ud800\\u0041")]
    [InlineData("\\ud800x\\udc00")]
    public void TryUnescape_BrokenEscape_IsRefused(string text)
    {
        var buffer = new byte[100];

        Assert.False(JsonText.TryUnescape(Encoding.UTF8.GetBytes(text), buffer, out _));
    }
}
