using System.Net;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Rest;

/// <summary>Turns the answer of the catalog into a table, the tags of a column, or an error.</summary>
internal sealed class CatalogAnswer(Uri workspace, TableName name, HttpResponseMessage response, byte[] body, TimeProvider clock)
{
    /// <exception cref="CatalogException">The answer is an error or not a table.</exception>
    public CatalogTable ReadTable() => Read(CatalogJson.Read);

    /// <summary>The keys of the tags of a column.</summary>
    /// <exception cref="CatalogException">The answer is an error or not a list of tags.</exception>
    public IReadOnlySet<string> ReadTags() => Read(CatalogJson.ReadTags);

    private T Read<T>(Func<ReadOnlyMemory<byte>, T> read)
    {
        var status = (int)response.StatusCode;
        var json = LooksLikeJson();
        if (response.StatusCode is HttpStatusCode.TooManyRequests) throw CatalogErrors.RateLimited(workspace, RetryAfter());
        if (TransientStatus.Is(response.StatusCode)) throw CatalogErrors.Unavailable(workspace, status, RetryAfter());
        if (status is >= 300 and < 400) throw CatalogErrors.Redirected(workspace, status);
        if (!json) throw CatalogErrors.NotTheCatalog(workspace, status, response.Content.Headers.ContentType?.MediaType);
        if (!response.IsSuccessStatusCode) throw Refusal(status, JsonErrorBody.Code(body, "error_code"));
        try
        {
            return read(body);
        }
        catch (CatalogJsonException e)
        {
            throw CatalogErrors.AnswerInvalid(name, e);
        }
    }

    // A service that is busy says so with 400 and 403 too; then its code decides.
    private CatalogException Refusal(int status, string code) => response.StatusCode switch
    {
        _ when ErrorBodies.IsTransientCode(code) => CatalogErrors.Busy(workspace, status, code, RetryAfter()),
        HttpStatusCode.Unauthorized => CatalogErrors.Unauthenticated(workspace),
        HttpStatusCode.Forbidden => CatalogErrors.Forbidden(name),
        HttpStatusCode.NotFound => CatalogErrors.NotFound(name),
        _ => CatalogErrors.Refused(name, status, code),
    };

    /// <summary>Whether the body starts like a JSON object. Login pages and proxies send HTML, or nothing.</summary>
    private bool LooksLikeJson()
    {
        var text = body.AsSpan().TrimStart(" \t\r\n"u8);
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        return text.Length > 0 ? text[0] == (byte)'{' : !response.IsSuccessStatusCode && (int)response.StatusCode >= 400;
    }

    private TimeSpan? RetryAfter() => Backoff.RetryAfter(response.Headers, clock);
}
