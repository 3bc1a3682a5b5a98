namespace SqsIngestor.Catalog.Rest;

/// <summary>
/// The reason why the catalog does not return a table. <see cref="CatalogErrorTable"/> has a row for each.
/// </summary>
public enum CatalogErrorCode
{
    /// <summary>401.</summary>
    Unauthenticated,

    /// <summary>403.</summary>
    Forbidden,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>429.</summary>
    RateLimited,

    /// <summary>5xx.</summary>
    Unavailable,

    /// <summary>No connection, or no answer in time.</summary>
    Unreachable,

    /// <summary>Any other 4xx.</summary>
    Refused,

    /// <summary>A login page or a proxy answered.</summary>
    NotTheCatalog,

    /// <summary>The answer is not a table that this program can read.</summary>
    AnswerInvalid,

    /// <summary>The environment variable that names the proxy holds no usable one.</summary>
    ProxyInvalid,
}
