using Microsoft.Extensions.Logging;

namespace SqsIngestor.Pipeline.Catalog;

/// <summary>Every line about schemas that come from the catalog. Never a secret, never content of a message.</summary>
internal static partial class CatalogLog
{
    [LoggerMessage(140, LogLevel.Information, "The schema of {Tables} came from Unity Catalog in {Milliseconds:0} ms.")]
    public static partial void Read(ILogger logger, string tables, double milliseconds);

    [LoggerMessage(141, LogLevel.Warning, "Unity Catalog did not give the schema of {Table}, so the deployed descriptor {Path} counts: {Reason}")]
    public static partial void FellBack(ILogger logger, string table, string path, string reason);

    [LoggerMessage(142, LogLevel.Warning, "The service refuses the descriptor of {Table}; its schema is read again. {Reason}")]
    public static partial void Refused(ILogger logger, string table, string reason);

    [LoggerMessage(143, LogLevel.Information, "The plan is new, after the tables that are there now.")]
    public static partial void Renewed(ILogger logger);

    [LoggerMessage(144, LogLevel.Error, "The plan stays as it was: {Reason}")]
    public static partial void NotRenewed(ILogger logger, string reason);
}
