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
