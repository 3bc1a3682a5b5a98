namespace SqsIngestor.Catalog.Json;

/// <summary>JSON that is not a table of the catalog: which member, and what it should be.</summary>
public sealed class CatalogJsonException : FormatException
{
    internal CatalogJsonException(string code, string pointer, string message, Exception? innerException = null)
        : base($"{code}: {(pointer.Length == 0 ? "the document" : pointer)}: {message}", innerException)
    {
        Code = code;
        JsonPointer = pointer;
    }

    /// <summary>A stable name for the fault, for instance <c>catalog_json_member</c>.</summary>
    public string Code { get; }

    /// <summary>The JSON pointer (RFC 6901) to the member; empty for the whole document.</summary>
    public string JsonPointer { get; }
}
