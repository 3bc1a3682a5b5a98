using SqsIngestor.Catalog.Json;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Catalog.Sql;

namespace SqsIngestor.Catalog.Tests;

public sealed class ErrorCatalogTests
{
    private static readonly IReadOnlyList<IReadOnlyList<ErrorDescription>> Catalogs =
        [SqlErrors.All, CatalogJsonErrors.All, DescriptorFindings.All, [.. CatalogErrorTable.All.Select(row => row.Description)]];

    [Fact]
    public void Of_EveryCatalogErrorCode_IsItsRow() =>
        Assert.All(Enum.GetValues<CatalogErrorCode>(), code => Assert.Equal(code, CatalogErrorTable.Of(code).Code));

    [Fact]
    public void IsTransient_OnlyForErrorsThatPass() => Assert.Equal(
        [
            CatalogErrorCode.RateLimited, CatalogErrorCode.Unavailable, CatalogErrorCode.Unreachable,
            CatalogErrorCode.NotTheCatalog],
        CatalogErrorTable.All.Where(row => row.IsTransient).Select(row => row.Code));

    [Fact]
    public void All_CodesOfACatalog_AreDistinct() =>
        Assert.All(Catalogs, catalog => Assert.Distinct(catalog.Select(error => error.Code)));

    [Fact]
    public void All_EachRow_HasSentences() => Assert.All(Catalogs.SelectMany(catalog => catalog), error =>
    {
        Assert.EndsWith(".", error.Meaning, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Action, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(typeof(SqlErrors))]
    [InlineData(typeof(CatalogJsonErrors))]
    [InlineData(typeof(DescriptorFindings))]
    public void All_EveryPropertyOfACatalog_IsListed(Type catalog)
    {
        var all = (IReadOnlyList<ErrorDescription>)catalog.GetProperty("All")!.GetValue(null)!;
        var properties = catalog.GetProperties().Where(property => property.PropertyType == typeof(ErrorDescription));

        Assert.Equal(properties.Select(property => property.GetValue(null)), all);
    }
}
