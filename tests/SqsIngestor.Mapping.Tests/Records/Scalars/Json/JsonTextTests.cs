using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Mapping.Tests.Records.Scalars.Json;

public sealed class JsonTextTests
{
    private static readonly MappingPlan Variant = OneColumn.Plan("string_value", "{ from: $.body.v, as: variant }");

    [Theory]
    [InlineData("{ \"a\" : [1.50, 1e3 ,{}] , \"a\":null }")]
    [InlineData("[]")]
    [InlineData("12.300")]
    [InlineData("true")]
    [InlineData("\"a\\\"b\\u00e9\\n\"")]
    [InlineData("\"\\ud83d\\ude00 ü 😀\"")]
    [InlineData("[\"\\ud83d\\ude00\"]")]
    public void Variant_AnyJson_IsItsTextAsItStood(string json) =>
        Assert.Equal(json, OneColumn.Encode(Variant, json).StringValue);

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("[\"\\ud800\\u0041\"]")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("\"\\ud83d\\ud83d\\ude00\"")]
    public void Variant_LoneSurrogate_IsRefused(string json) => Assert.Equal("text_encoding", OneColumn.ErrorOf(Variant, json));

    [Fact]
    public void Variant_Null_IsLeftToThePolicy()
    {
        Assert.False(OneColumn.Encode(Variant, "null").HasStringValue);
        Assert.Equal(
            "null", OneColumn.ErrorOf(OneColumn.Plan("string_value", "{ from: $.body.v, as: variant, on_null: fail }"), "null"));
    }

    [Fact]
    public void Variant_InvalidUtf8_IsRefused()
    {
        var payload =
            "{\"Records\":[{\"messageId\":\"m\",\"body\":\"{\\\"v\\\":[\\\"?\\\"]}\",\"eventSource\":\"aws:sqs\"}]}"u8.ToArray();
        payload[Array.IndexOf(payload, (byte)'?')] = 0xff;

        Assert.StartsWith(
            "text_encoding", Assert.Single(TestEncoding.Event(Variant, payload)).Error?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Variant_Constant_IsQuotedAndEscaped() => Assert.Equal(
        "\"say \\\"hi\\\"\\u000a\"", OneColumn.Encode(
            OneColumn.Plan("string_value", "{ const: \"say \\\"hi\\\"\\n\", as: json }"), "0").StringValue);

    [Fact]
    public void Variant_ArrayOfVariants_KeepsEveryElement() => Assert.Equal(
        ["{\"a\": 1}", "\"x\"", "[]"], OneColumn.Encode(
            OneColumn.Plan("strings", "{ from: $.body.v, as: variant }"), "[{\"a\": 1}, \"x\", []]").Strings);
}
