namespace SqsIngestor.Catalog.Rest;

/// <summary>Why a table can't be had from the catalog, or can't be written to.</summary>
public enum CatalogErrorCode
{
    /// <summary>401: the token is missing, wrong or expired.</summary>
    Unauthenticated,

    /// <summary>403: the principal may not see the table.</summary>
    Forbidden,

    /// <summary>404: no such catalog, schema or table, or none that the principal may see.</summary>
    NotFound,

    /// <summary>429, also after waiting.</summary>
    RateLimited,

    /// <summary>5xx, also after waiting.</summary>
    Unavailable,

    /// <summary>No connection, or no answer in time.</summary>
    Unreachable,

    /// <summary>Another refusal, 4xx.</summary>
    Refused,

    /// <summary>Something that is not the catalog answered: a login page, a proxy.</summary>
    NotTheCatalog,

    /// <summary>The catalog's answer is not a table as this program knows it.</summary>
    AnswerInvalid,

    /// <summary>The table has no columns.</summary>
    NoColumns,

    /// <summary>A view of some kind.</summary>
    View,

    /// <summary>A table of another system.</summary>
    ForeignTable,

    /// <summary>A table that only its own pipeline writes to, or one that is not in Delta format.</summary>
    NotWritable,

    /// <summary>More columns than the service takes.</summary>
    TooManyColumns,
}
