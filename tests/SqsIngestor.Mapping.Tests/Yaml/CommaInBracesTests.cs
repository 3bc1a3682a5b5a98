namespace SqsIngestor.Mapping.Tests.Yaml;

/// <summary>In braces, YAML ends a value at a comma: whoever writes a call there learns that it needs quotes.</summary>
public sealed class CommaInBracesTests
{
    [Theory]
    [InlineData("{ from: $.body.v, transform: substring(0, 3) }", "MAP437", "transform: \"substring(0, 3)\"")]
    [InlineData("{ from: $.body.v, transform: substring(0, 3), on_error: to_null }", "MAP437", "transform: \"substring(0, 3)\"")]
    [InlineData("{ from: $.body.v, as: decimal(18,2) }", "MAP436", "as: \"decimal(18,2)\"")]
    [InlineData("{ expr: 'a' in [body.v, body.w] ? body.v : 'x' }", "MAP002", Broken)]
    [InlineData("{ expr: size([body.v, body.w]) > 1 }", "MAP002", Broken)]
    [InlineData("{ from: $.body.v, transform: replace(\"a\", \"b\") }", "MAP437",
        "in braces and brackets, a comma ends a value: put quotes around the transform")]
    [InlineData("{ expr: string(body.a.exists(x, x > 1)) }", "MAP303", "expr: \"string(body.a.exists(x, x > 1))\"")]
    [InlineData("{ const: Hello, World }", "MAP101", Fallback)]
    [InlineData("{ from: $.body.v, default: a, b }", "MAP101", Fallback)]
    public void Compile_CommaWithoutQuotes_IsToldOnceAndHowToWriteIt(string source, string code, string hint)
    {
        var diagnostics = OneColumn.Compile("string_value", source).Diagnostics;

        Assert.Contains(diagnostics, d => d.Code.Id == code && d.Hint == hint);
        if (hint.EndsWith(")\"", StringComparison.Ordinal) && code != "MAP002") Assert.Single(diagnostics);
    }

    [Fact]
    public void Compile_UnknownKeyInABlock_HasNoSuchHint() =>
        Assert.All(
            TestPlans.Compile("version: 1\nsomething:\ndescriptor: x.binpb\n", OneColumn.Descriptors).Diagnostics,
            d => Assert.NotEqual(Fallback, d.Hint));

    private const string Broken =
        "in braces, put quotes around a value with a comma, a colon, a bracket or quotes: \"substring(0, 3)\"";

    private const string Fallback = "in braces, a comma ends a value: put quotes around a value with a comma";
}
