using SqsIngestor.Mapping.Language.Transforms;

namespace SqsIngestor.Mapping.Tests.Language.Scopes;

/// <summary>A function that expressions do not have is reported with what does the same.</summary>
public sealed class OtherFunctionTests
{
    [Theory]
    [InlineData("body.v.toUpper()", "use the transform upper: { from: $.body.member, transform: upper }")]
    [InlineData("to_lower(body.v)", "use the transform lower: { from: $.body.member, transform: lower }")]
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
    public void Hint_EachTransform_IsFoundByItsNameInAnyCase() => Assert.All(
        TransformCatalog.All,
        row => Assert.Contains(
            row.Name, OtherFunctions.Hint(row.Name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant())!,
            StringComparison.Ordinal));
}
