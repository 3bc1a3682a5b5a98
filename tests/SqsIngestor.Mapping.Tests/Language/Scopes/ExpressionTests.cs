using static SqsIngestor.Mapping.Tests.Language.LanguageRig;

namespace SqsIngestor.Mapping.Tests.Language.Scopes;

/// <summary><c>expr</c> over the source document.</summary>
public class ExpressionTests
{
    [Theory]
    [InlineData("has(body.gift) && body.gift == true", """{"gift":true}""", "true")]
    [InlineData("body.a + '-' + string(body.b)", """{"a":"x\n","b":7}""", "x\n-7")]
    [InlineData("body.list[1]", """{"list":["a","ü"]}""", "ü")]
    [InlineData("null", "{}", "")]
    [InlineData("string(body.d * 2.0)", """{"d":1.25}""", "2.5")]
    public void Expression_Result_IsCoercedLikeAnyValue(string expression, string body, string expected) =>
        Assert.Equal(expected, Encode($"columns: {{ text: {{ expr: \"{expression}\" }} }}", body).Single().Text);

    [Theory]
    [InlineData("body.?a.?b", """{"a":{"b":"x"}}""", "x")]
    [InlineData("body.?a.?b.optMap(v, v.upperAscii())", """{"a":{"b":"x"}}""", "X")]
    [InlineData("body.?a.?b", """{"a":{"b":0.1234567890123456789}}""", "0.1234567890123456789")]
    [InlineData("body.?a.?b", """{"a":{"b":null}}""", "")]
    [InlineData("body.?a.?b", """{"a":null}""", "")]
    [InlineData("body.?a.?b", "{}", "")]
    [InlineData("body.?a.?b.orValue('none')", "{}", "none")]
    [InlineData("attr.?gone.orValue('none')", "{}", "none")]
    [InlineData("attr.?gone", "{}", "")]
    public void Expression_Optional_IsItsValueOrMissing(string expression, string body, string expected) =>
        Assert.Equal(expected, Encode($"columns: {{ text: {{ expr: \"{expression}\" }} }}", body).Single().Text);

    [Fact]
    public void Expression_OptionalWithoutAValue_FollowsOnMissing()
    {
        const string Columns = "columns: { text: { expr: 'body.?a.?b', on_missing: fail, on_null: to_null } }";

        Assert.Equal("missing in column 'text' of main.raw.test", Error(Columns, "{}"));
        Assert.Equal("", Encode(Columns, """{"a":{"b":null}}""").Single().Text);
        Assert.Equal("d", Encode("columns: { text: { expr: 'body.?a', default: d } }", "{}").Single().Text);
    }

    [Fact]
    public void Expression_ThatFails_IsARecordError() =>
        Assert.Equal(
            "expression in column 'number' of main.raw.test",
            Error("columns: { number: { expr: body.a / body.b } }", """{"a":1,"b":0}"""));
}
