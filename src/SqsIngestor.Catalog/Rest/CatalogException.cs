namespace SqsIngestor.Catalog.Rest;

/// <summary>A table can't be had from the catalog, or can't be written to: why, and what to do.</summary>
public sealed class CatalogException : Exception
{
    internal CatalogException(CatalogErrorCode code, string message, string advice, Exception? innerException = null)
        : base($"{message} {advice}", innerException) => Code = code;

    /// <summary>The cause.</summary>
    public CatalogErrorCode Code { get; }

    /// <summary>Whether asking again later can help.</summary>
    public bool IsTransient => Code is CatalogErrorCode.RateLimited or CatalogErrorCode.Unavailable or CatalogErrorCode.Unreachable or CatalogErrorCode.NotTheCatalog;

    /// <summary>How long the service asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}
