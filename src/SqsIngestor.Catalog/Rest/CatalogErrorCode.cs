namespace SqsIngestor.Catalog.Rest;

/// <summary>
/// The reason why the catalog does not return a table, or why Zerobus cannot write to it. <see cref="CatalogErrorTable"/> has a
/// row for each.
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

    /// <summary>The table has no columns.</summary>
    NoColumns,

    /// <summary>A view of any kind.</summary>
    View,

    /// <summary>A table of another system.</summary>
    ForeignTable,

    /// <summary>A table of a kind or format, or with a feature, that Zerobus does not write to.</summary>
    NotWritable,

    /// <summary>More columns than Zerobus accepts.</summary>
    TooManyColumns,

    /// <summary>The environment variable that names the proxy holds no usable one.</summary>
    ProxyInvalid,
}
