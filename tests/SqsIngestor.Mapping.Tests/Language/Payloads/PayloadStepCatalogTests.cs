using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Payloads.Steps;

namespace SqsIngestor.Mapping.Tests.Language.Payloads;

/// <summary>Every row of the catalog of payload steps.</summary>
public sealed class PayloadStepCatalogTests
{
    public static TheoryData<string> Words() => [.. PayloadStepCatalog.All.Select(row => row.Word)];

    [Theory]
    [MemberData(nameof(Words))]
    public void Example_EveryStep_GivesItsOutput(string word)
    {
        var row = Row(word);

        var run = new PayloadRun($"payload: {{ {row.Example.Mapping} }}");

        Assert.Equal(row.Example.Output, string.Join('\n', run.Bodies(row.Example.Input)));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Row_EveryStep_IsDocumented(string word)
    {
        var row = Row(word);

        Assert.Contains(word, row.Example.Mapping, StringComparison.Ordinal);
        Assert.EndsWith(".", row.Meaning, StringComparison.Ordinal);
        Assert.Contains(row.Key, PayloadStepCatalog.Keys);
        Assert.NotEmpty(row.Usage);
        Assert.NotEmpty(PayloadStepCatalog.Describe(row.Gives));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Row_EveryStep_HasADecoderOrGivesADocument(string word) =>
        Assert.Equal(Row(word).IsDocument, Row(word).Create is null);

    [Theory]
    [MemberData(nameof(Words))]
    public void WhenAuto_EveryStep_WorksIfTheRowSaysSo(string word)
    {
        var row = Row(word);
        if (row.IsDocument) return;

        PayloadRun.Compile(
            $"payload: {{ decode: [base64, {{ {row.Key}: {word}, when: auto }}] }}", new PayloadPaths(), out var diagnostics);

        Assert.Equal(row.CanBeAuto, diagnostics.Count == 0);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Shape_EveryUnwrap_SaysHowItIsRecognized(string word)
    {
        var shape = LanguageReference.PayloadShapes.Single(each => each.Word == word);
        var row = Row(word);

        Assert.NotEmpty(shape.Title);
        var document = shape.IsEnvelope ? row.Example.Input : row.Example.Output;
        Assert.All(shape.Members, path => Assert.Contains($"\"{path.Split('.')[^1]}\":", document, StringComparison.Ordinal));
        foreach (var way in shape.Ways)
        {
            PayloadRun.Compile($"payload: {{ decode: [{way}] }}", new PayloadPaths(), out var diagnostics);
            Assert.Empty(diagnostics);
        }
    }

    public static TheoryData<string> Shapes() => [.. LanguageReference.PayloadShapes.Select(shape => shape.Word)];

    [Fact]
    public void Words_AllSteps_AreUnique() =>
        Assert.Equal(PayloadStepCatalog.All.Count, PayloadStepCatalog.All.Select(row => row.Word).Distinct().Count());

    [Fact]
    public void Envelopes_Indexes_AreTheirPlaces() =>
        Assert.Equal(Enumerable.Range(0, EnvelopeCatalog.All.Count), EnvelopeCatalog.All.Select(e => e.Index));

    private static PayloadStepSpec Row(string word) => PayloadStepCatalog.All.Single(row => row.Word == word);
}
