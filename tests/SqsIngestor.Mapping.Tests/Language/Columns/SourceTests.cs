using static SqsIngestor.Mapping.Tests.Language.LanguageRig;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary><c>concat</c>, and <c>from</c> with several paths.</summary>
public class SourceTests
{
    [Fact]
    public void Concat_PartMissing_LeavesTheColumnUnset() =>
        Assert.False(Encode("columns: { text: { concat: [a, $.body.nothing] } }", "{}").Single().HasText);

    [Fact]
    public void From_SeveralPaths_TakesTheFirstPresentAndNonNullOne()
    {
        const string Mapping = "columns: { text: { from: [$.body.a, $.body.b, $.body.c], on_missing: fail, on_null: fail } }";

        Assert.Equal("c", Encode(Mapping, """{"a":null,"c":"c"}""").Single().Text);
        Assert.Equal("null in column 'text' of main.raw.test at /body/a", Error(Mapping, """{"a":null}"""));
        Assert.Equal("missing in column 'text' of main.raw.test at /body/a", Error(Mapping, "{}"));
    }
}
