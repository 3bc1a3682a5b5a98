namespace SqsIngestor.Catalog.Json;

/// <summary>JSON that is not a table of the catalog: which member, and what is expected.</summary>
public sealed class CatalogJsonException : FormatException
{
    internal CatalogJsonException(ErrorDescription error, string pointer, string message, Exception? innerException = null)
        : base($"{error.Code}: {(pointer.Length == 0 ? "the document" : pointer)}: {message}", innerException)
    {
        Code = error.Code;
        JsonPointer = pointer;
    }

    /// <summary>The stable name of the error, one of <see cref="CatalogJsonErrors"/>.</summary>
    public string Code { get; }

    /// <summary>The JSON pointer (RFC 6901) to the member; empty for the whole document.</summary>
    public string JsonPointer { get; }
}

/// <summary>The catalog of <see cref="CatalogJsonException.Code"/>.</summary>
public static class CatalogJsonErrors
{
    /// <summary>Not JSON.</summary>
    public static ErrorDescription Syntax { get; } = new(
        "catalog_json_syntax", "The document is not JSON.",
        "Save the answer of the catalog's REST API, not of a proxy or a login page.");

    /// <summary>A member is missing or has another JSON type.</summary>
    public static ErrorDescription Member { get; } = new(
        "catalog_json_member", "A member is missing or has the wrong JSON type.",
        "Save the whole answer of GET /tables/{full_name}.");

    /// <summary>Every error, for the reference page.</summary>
    public static IReadOnlyList<ErrorDescription> All { get; } = [Syntax, Member];
}
