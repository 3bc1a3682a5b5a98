using System.Globalization;

namespace SqsIngestor.Catalog.Rest;

/// <summary>The words for each way in which a table can't be had or written to.</summary>
internal static class CatalogErrors
{
    public static CatalogException Unauthenticated(Uri workspace) => new(CatalogErrorCode.Unauthenticated,
        $"{workspace.Host} refused the token (401).", "Check the client id and the secret, or DATABRICKS_TOKEN, and that they belong to this workspace.");

    public static CatalogException Forbidden(TableName name) => new(CatalogErrorCode.Forbidden,
        $"The principal may not read {name} (403).", $"It needs USE CATALOG on {name.Catalog}, USE SCHEMA on {name.SchemaName}, and SELECT and MODIFY on the table.");

    public static CatalogException NotFound(TableName name) => new(CatalogErrorCode.NotFound,
        $"There is no table {name} that the principal may see (404).", "Check the spelling of all three parts, the workspace, and the grants.");

    public static CatalogException RateLimited(Uri workspace, TimeSpan? retryAfter) => new(CatalogErrorCode.RateLimited,
        $"{workspace.Host} is asked too often (429).", retryAfter is { } pause ? $"It asks to wait for {Seconds(pause)} s; try again then." : "Try again in a minute.")
    {
        RetryAfter = retryAfter,
    };

    public static CatalogException Unavailable(Uri workspace, int status, TimeSpan? retryAfter) => new(CatalogErrorCode.Unavailable,
        $"Unity Catalog at {workspace.Host} answers {status}.", "The service has a fault of its own; try again, and look at the status page of Databricks if it stays.")
    {
        RetryAfter = retryAfter,
    };

    public static CatalogException Unreachable(Uri workspace, string reason, Exception? cause) => new(CatalogErrorCode.Unreachable,
        $"{workspace.Host} can't be reached: {reason}.", "Check DATABRICKS_HOST, the network, and proxies.", cause);

    public static CatalogException Refused(TableName name, int status, string code) => new(CatalogErrorCode.Refused,
        $"The catalog refuses to give {name}: {status}, {code}.", "Check the table's name and that the workspace has Unity Catalog.");

    public static CatalogException NotTheCatalog(Uri workspace, int status, string? mediaType) => new(CatalogErrorCode.NotTheCatalog,
        $"{workspace.Host} answered {status} with {mediaType ?? "no content type"} and not with JSON.", "It is a login page, a proxy, or not a workspace: DATABRICKS_HOST must be the workspace's own URL.");

    public static CatalogException AnswerInvalid(TableName name, Exception cause) => new(CatalogErrorCode.AnswerInvalid,
        $"What the catalog says of {name} can't be understood: {cause.Message}", "A type or a member is newer than this program; keep the answer in a file and read it with --from-json to look closer.", cause);

    public static CatalogException NoColumns(TableName name) => new(CatalogErrorCode.NoColumns,
        $"{name} has no columns.", "Create them first; and see that the principal may see them (SELECT on the table).");

    public static CatalogException View(TableName name, string type) => new(CatalogErrorCode.View,
        $"{name} is a view ({type}), which nothing can be written to.", "Name the table behind it.");

    public static CatalogException ForeignTable(TableName name) => new(CatalogErrorCode.ForeignTable,
        $"{name} is a foreign table: its rows are in another system.", "Zerobus writes to Delta tables of Unity Catalog only; create one.");

    public static CatalogException NotWritable(TableName name, string type, string format) => new(CatalogErrorCode.NotWritable,
        $"{name} is {type} in the format {format}.", "Zerobus writes to ordinary Delta tables only; create one.");

    public static CatalogException TooManyColumns(TableName name, int count, int most) => new(CatalogErrorCode.TooManyColumns,
        string.Create(CultureInfo.InvariantCulture, $"{name} has {count} columns; Zerobus takes {most}."), "Put some of them into a STRUCT, or split the table.");

    private static string Seconds(TimeSpan pause) => pause.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
