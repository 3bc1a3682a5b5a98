using SqsIngestor.Catalog.Rest;
using SqsIngestor.Pipeline.Plans;

namespace SqsIngestor.Pipeline.Tests.Plans;

public sealed class CatalogSchemasTests
{
    private static readonly Dictionary<CatalogErrorCode, string> Types = new()
    {
        [CatalogErrorCode.Unauthenticated] = "Function.CredentialsInvalid",
        [CatalogErrorCode.Forbidden] = "Function.CredentialsInvalid",
        [CatalogErrorCode.NotFound] = "Function.MappingInvalid",
        [CatalogErrorCode.RateLimited] = "Function.ZerobusUnavailable",
        [CatalogErrorCode.Unavailable] = "Function.ZerobusUnavailable",
        [CatalogErrorCode.Unreachable] = "Function.ZerobusUnavailable",
        [CatalogErrorCode.Refused] = "Function.MappingInvalid",
        [CatalogErrorCode.NotTheCatalog] = "Function.ZerobusUnavailable",
        [CatalogErrorCode.AnswerInvalid] = "Function.MappingInvalid",
        [CatalogErrorCode.ProxyInvalid] = "Function.ConfigurationInvalid",
    };

    [Fact]
    public void ErrorType_EveryCode_IsAsInTheTable() => Assert.Equal(
        CatalogErrorTable.All.Select(row => (row.Code, Types.GetValueOrDefault(row.Code))),
        CatalogErrorTable.All.Select(row => (row.Code, (string?)CatalogSchemas.ErrorType(row.Code))));

    /// <summary>What a later attempt can mend is an outage, and nothing else is.</summary>
    [Fact]
    public void ErrorType_EveryCode_IsAnOutageIfTransient() => Assert.All(
        CatalogErrorTable.All,
        row => Assert.Equal(row.IsTransient, CatalogSchemas.ErrorType(row.Code) == "Function.ZerobusUnavailable"));
}
