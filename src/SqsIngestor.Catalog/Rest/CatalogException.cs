namespace SqsIngestor.Catalog.Rest;

/// <summary>The catalog does not return a table. The message says why and what to do.</summary>
public sealed class CatalogException : Exception
{
    /// <param name="code">The cause.</param>
    /// <param name="message">What happened, as a sentence.</param>
    /// <param name="action">What to do; null for the action in <see cref="CatalogErrorTable"/>.</param>
    /// <param name="innerException">The failure below, if any.</param>
    internal CatalogException(CatalogErrorCode code, string message, string? action = null, Exception? innerException = null)
        : base($"{message} {action ?? CatalogErrorTable.Of(code).Description.Action}", innerException) => Code = code;

    /// <summary>The cause.</summary>
    public CatalogErrorCode Code { get; }

    /// <summary>Whether a later attempt can succeed, as <see cref="CatalogErrorTable"/> decides.</summary>
    public bool IsTransient => CatalogErrorTable.Of(Code).IsTransient;

    /// <summary>The wait that the service requests; null for none.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}
