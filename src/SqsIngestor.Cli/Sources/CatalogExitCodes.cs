using SqsIngestor.Catalog.Rest;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Sources;

/// <summary>The exit code of each way in which a table cannot be had.</summary>
internal static class CatalogExitCodes
{
    public static int Of(CatalogErrorCode code) => code switch
    {
        CatalogErrorCode.Unauthenticated => ExitCodes.Unauthenticated,
        CatalogErrorCode.Forbidden => ExitCodes.Forbidden,
        CatalogErrorCode.NotFound => ExitCodes.NotFound,
        CatalogErrorCode.RateLimited => ExitCodes.RateLimited,
        CatalogErrorCode.Unavailable => ExitCodes.Unavailable,
        CatalogErrorCode.Unreachable => ExitCodes.Unreachable,
        CatalogErrorCode.NotTheCatalog => ExitCodes.NotTheCatalog,
        CatalogErrorCode.NoColumns => ExitCodes.NoColumns,
        CatalogErrorCode.View => ExitCodes.View,
        CatalogErrorCode.ForeignTable => ExitCodes.ForeignTable,
        CatalogErrorCode.NotWritable => ExitCodes.NotWritable,
        CatalogErrorCode.TooManyColumns => ExitCodes.TooManyColumns,
        _ => ExitCodes.CatalogRefused,
    };
}
