using System.Globalization;
using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Rest;

/// <summary>
/// Creates the exception of each error: what happened to which table, and the action of <see cref="CatalogErrorTable"/>.
/// </summary>
internal static class CatalogErrors
{
    public static CatalogException Unauthenticated(Uri workspace) =>
        new(CatalogErrorCode.Unauthenticated, $"{workspace.Host} refused the token (401).");

    public static CatalogException Forbidden(TableName name) => new(
        CatalogErrorCode.Forbidden, $"The principal is not allowed to read {name} (403).",
        $"Grant it USE CATALOG on {name.Catalog}, USE SCHEMA on {name.SchemaName}, and SELECT and MODIFY on the table.");

    public static CatalogException NotFound(TableName name) =>
        new(CatalogErrorCode.NotFound, $"The table {name} does not exist, or the principal cannot see it (404).");

    public static CatalogException RateLimited(Uri workspace, TimeSpan? retryAfter) => new(
        CatalogErrorCode.RateLimited, $"{workspace.Host} limits the rate of requests (429).",
        retryAfter is { } pause ? $"Try again in {Seconds(pause)} s." : null)
    {
        RetryAfter = retryAfter,
    };

    public static CatalogException Busy(Uri workspace, int status, string code, TimeSpan? retryAfter) =>
        new(CatalogErrorCode.Unavailable, $"Unity Catalog at {workspace.Host} is busy: {status}, {code}.")
        {
            RetryAfter = retryAfter,
        };

    public static CatalogException Unavailable(Uri workspace, int status, TimeSpan? retryAfter) =>
        new(CatalogErrorCode.Unavailable, $"Unity Catalog at {workspace.Host} answered {status}.")
        {
            RetryAfter = retryAfter,
        };

    public static CatalogException Unreachable(Uri workspace, string reason, Exception? cause) =>
        new(CatalogErrorCode.Unreachable, $"Cannot reach {workspace.Host}: {reason}.", innerException: cause);

    public static CatalogException Refused(TableName name, int status, string code) =>
        new(CatalogErrorCode.Refused, $"The catalog rejected the request for {name}: {status}, {code}.");

    public static CatalogException NotTheCatalog(Uri workspace, int status, string? mediaType) => new(
        CatalogErrorCode.NotTheCatalog,
        $"{workspace.Host} answered {status} with {mediaType ?? "no content type"} instead of JSON;"
        + " it is a login page, a proxy, or not a workspace.");

    public static CatalogException Redirected(Uri workspace, int status) => new(
        CatalogErrorCode.NotTheCatalog,
        $"{workspace.Host} answered {status}, a redirect, instead of JSON; it may lead to a login page, or DATABRICKS_HOST is not"
        + " the workspace.");

    public static CatalogException ProxyInvalid(ProxyVariableException e) => new(
        CatalogErrorCode.ProxyInvalid, e.What, innerException: e);

    public static CatalogException AnswerInvalid(TableName name, Exception cause) => new(
        CatalogErrorCode.AnswerInvalid, $"Cannot read the catalog's answer for {name}: {cause.Message.TrimEnd('.')}.",
        innerException: cause);

    private static string Seconds(TimeSpan pause) => pause.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
