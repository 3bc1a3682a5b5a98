using SqsIngestor.Mapping.Language.Transforms;

namespace SqsIngestor.Mapping.Tests.Language.Scopes;

/// <summary>A function that expressions do not have is reported with what does the same.</summary>
public sealed class OtherFunctionTests
{
    [Theory]
    [InlineData("body.v.toUpper()", "use text.upperAscii(), or for all letters the transform upper")]
    [InlineData("to_lower(body.v)", "use text.lowerAscii(), or for all letters the transform lower")]
    [InlineData("body.v.substr(1)", "use text.substring(start, end)")]
    [InlineData("base64_decode(body.v)", "did you mean 'base64.decode'?")]
    [InlineData("atob(body.v)", "use base64.decode(text), or the transform base64_decode")]
    [InlineData("md5(body.v)", "use the transform md5: { from: $.body.member, transform: md5 }")]
    [InlineData("LENGTH(body.v)", "use size(value)")]
    [InlineData("coalesce(body.v, body.w)", "use has(body.a) ? body.a : body.b, or a column with from: [$.body.a, $.body.b]")]
    [InlineData("current_timestamp()", "use meta.ingestTime")]
    [InlineData("startWith(body.v, 'a')", "did you mean 'startsWith'?")]
    public void Compile_FunctionOfAnotherLanguage_HasAHint(string expression, string hint)
    {
        var diagnostics = OneColumn.Compile("string_value", $"{{ expr: \"{expression}\" }}").Diagnostics;

        Assert.Equal(("MAP303", hint), (Assert.Single(diagnostics).Code.Id, diagnostics[0].Hint));
    }

    [Fact]
    public void Hint_EachExpression_Compiles()
    {
        const string Names = "upper strip substr replaceAll atob btoa explode implode len coalesce str toInteger float toBoolean "
            + "toTimestamp includes rlike now";
        Assert.All(Names.Split(' '), name =>
        {
            var hint = OtherFunctions.Hint(name)!["use ".Length..].Split(", or ")[0];
            var text = System.Text.RegularExpressions.Regex.Replace(hint, @"\b(text|value|list)\b", "body.v")
                .Replace("start, end", "0, 1", StringComparison.Ordinal);
            Assert.DoesNotContain(
                OneColumn.Compile("string_value", $"{{ expr: \"{text}\" }}").Diagnostics,
                each => each.Message.Contains("unknown", StringComparison.Ordinal)
                    || each.Message.Contains("expected", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Hint_EachTransform_IsFoundByItsNameInAnyCase() => Assert.All(
        TransformCatalog.All,
        row => Assert.Contains(
            row.Name, OtherFunctions.Hint(row.Name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant())!,
            StringComparison.Ordinal));
}
