using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>The lists of column forms and column options, against the reader of mapping files.</summary>
public sealed class ColumnFormCatalogTests
{
    public static TheoryData<string> Examples() =>
        [.. ColumnFormCatalog.All.Select(f => f.Example), .. ColumnOptionCatalog.All.Select(o => o.Example)];

    [Fact]
    public void All_WordsCompanionsAndOptions_AreTheKeysThatTheReaderKnows()
    {
        var known = new Dictionary<string, HashSet<string>>();
        foreach (var form in ColumnFormCatalog.All) Read(form.Example, known);

        var listed = ColumnFormCatalog.All.SelectMany(f => f.Companions.Prepend(f.Word))
            .Concat(ColumnOptionCatalog.All.Select(o => o.Word))
            .Distinct();
        Assert.Equal(listed.Order(), known["a column"].Order());
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void All_Example_ReadsWithoutAProblem(string example) => Assert.Empty(Read(example, []));

    private static IReadOnlyList<Diagnostic> Read(string column, Dictionary<string, HashSet<string>> known)
    {
        var yaml = $"version: 1\ndescriptor: x.binpb\ntable: a.b.c\ncolumns:\n  {column}\n";
        var bag = new DiagnosticBag("mapping.yaml", yaml) { KnownKeys = known };
        var root = YamlTreeReader.Read(yaml, new VariableSubstitution(_ => null), bag);
        new MappingReader(bag, withTests: true).Read(root!);
        return bag.ToList();
    }
}
