using static SqsIngestor.Mapping.Tests.Language.LanguageRig;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary><c>concat</c>, and <c>from</c> with several paths.</summary>
public class SourceTests
{
    [Fact]
    public void Concat_PartMissing_LeavesTheColumnUnset() =>
        Assert.False(Encode("columns: { text: { concat: [a, $.body.nothing] } }", "{}").Single().HasText);

    [Theory]
    [InlineData("from: []", "MAP105: 'from' has no paths")]
    [InlineData("concat: []", "MAP105: 'concat' has no parts")]
    [InlineData("concat: [a, ~]", "MAP105: a part of 'concat' is null, so the column would always be NULL")]
    [InlineData("concat: [null, $.body.a]", "MAP105: a part of 'concat' is null, so the column would always be NULL")]
    [InlineData("concat: [[a], b]", "MAP104: 'concat' must be a list of scalars; this is a list")]
    [InlineData("from: [[$.body.a]]", "MAP104: 'from' must be a list of scalars; this is a list")]
    public void Source_WithoutAnythingToRead_IsRefusedOnce(string source, string problem) =>
        Assert.StartsWith(problem, SilentRig.Diagnose($"columns:\n  text: {{ {source} }}"), StringComparison.Ordinal);

    [Fact]
    public void Concat_NullInQuotes_IsText() =>
        Assert.Equal("null-x", Encode("columns: { text: { concat: [\"null\", -x] } }", "{}").Single().Text);

    [Fact]
    public void From_SeveralPaths_TakesTheFirstPresentAndNonNullOne()
    {
        const string Mapping = "columns: { text: { from: [$.body.a, $.body.b, $.body.c], on_missing: fail, on_null: fail } }";

        Assert.Equal("c", Encode(Mapping, """{"a":null,"c":"c"}""").Single().Text);
        Assert.Equal("null in column 'text' of main.raw.test at /body/a", Error(Mapping, """{"a":null}"""));
        Assert.Equal("missing in column 'text' of main.raw.test at /body/a", Error(Mapping, "{}"));
    }
}
