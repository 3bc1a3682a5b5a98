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

    [Fact]
    public void Expression_ThatFails_IsARecordError() =>
        Assert.Equal(
            "expression in column 'number' of main.raw.test",
            Error("columns: { number: { expr: body.a / body.b } }", """{"a":1,"b":0}"""));
}
