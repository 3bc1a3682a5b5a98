using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Options;

namespace SqsIngestor.Mapping.Tests.Language.Options;

public sealed class ColumnOptionCatalogTests
{
    [Fact]
    public void All_FormsOfAnOption_AreForms() =>
        Assert.All(
            ColumnOptionCatalog.All,
            o => Assert.Subset(ColumnFormCatalog.All.Select(f => f.Word).ToHashSet(), o.Forms.ToHashSet()));

    [Fact]
    public void All_DefaultsAndMeaningsOfWords_FitTheWords()
    {
        Assert.All(
            ColumnOptionCatalog.All.Where(o => o.Words.Count > 0), option => Assert.Contains(option.Default, option.Words));
        Assert.All(
            ColumnOptionCatalog.All.SelectMany(o => o.Values).Where(v => v.Word is not ("true" or "false")),
            value => Assert.EndsWith(".", value.Meaning, StringComparison.Ordinal));
    }
}
