using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Rest;

/// <summary>A row of <see cref="CatalogErrorTable"/>.</summary>
/// <param name="Code">The code.</param>
/// <param name="Description">The stable name, the meaning and the action.</param>
/// <param name="IsTransient">Whether a later attempt can succeed without any change.</param>
public sealed record CatalogErrorRow(CatalogErrorCode Code, ErrorDescription Description, bool IsTransient);

/// <summary>The list of catalog errors. It alone decides which of them the client retries.</summary>
public static class CatalogErrorTable
{
    private static readonly CatalogErrorRow[] Rows =
    [
        Permanent(
            CatalogErrorCode.Unauthenticated, "catalog_unauthenticated", "The workspace does not accept the token (401).",
            "Check the client ID and secret, or DATABRICKS_TOKEN, and that they belong to this workspace."),
        Permanent(
            CatalogErrorCode.Forbidden, "catalog_forbidden", "The principal is not allowed to read the table (403).",
            "Grant USE CATALOG, USE SCHEMA, and SELECT and MODIFY on the table."),
        Permanent(
            CatalogErrorCode.NotFound, "catalog_not_found", "The table does not exist, or the principal cannot see it (404).",
            "Check the spelling of all three parts of the name, the workspace, and the grants."),
        Transient(
            CatalogErrorCode.RateLimited, "catalog_rate_limited",
            "The workspace limits the rate of requests (429): after three attempts, or with a Retry-After of more than 10 s.",
            "Try again in a minute."),
        Transient(
            CatalogErrorCode.Unavailable, "catalog_unavailable", "Unity Catalog has an internal error (5xx), or is busy.",
            "Try again. If the error persists, check the Databricks status page."),
        Transient(
            CatalogErrorCode.Unreachable, "catalog_unreachable",
            "There is no connection to the workspace, or no answer within 10 s.",
            "Check DATABRICKS_HOST, the network and proxies."),
        Permanent(
            CatalogErrorCode.Refused, "catalog_refused", "The catalog rejects the request (4xx).",
            "Check the name of the table, and that the workspace has Unity Catalog."),
        // A proxy or a login page can be a short outage.
        Transient(
            CatalogErrorCode.NotTheCatalog, "not_the_catalog", "Something other than the catalog answers, such as a login page.",
            "Set DATABRICKS_HOST to the URL of the workspace, and check proxies."),
        Permanent(
            CatalogErrorCode.AnswerInvalid, "catalog_answer_invalid", "The answer is not a table that this program can read.",
            "Update the program: a type or a member can be newer than it. To inspect the answer, save it and read it with"
                + " --from-json."),
        Permanent(
            CatalogErrorCode.ProxyInvalid, "catalog_proxy_invalid",
            "The environment variable that names the proxy holds no usable one.",
            ProxyVariableException.HowToWrite),
    ];

    /// <summary>Every code, in the order of <see cref="CatalogErrorCode"/>.</summary>
    public static IReadOnlyList<CatalogErrorRow> All => Rows;

    /// <summary>The row of a code.</summary>
    public static CatalogErrorRow Of(CatalogErrorCode code) => Rows[(int)code];

    private static CatalogErrorRow Transient(CatalogErrorCode code, string name, string meaning, string action) =>
        new(code, new(name, meaning, action), IsTransient: true);

    private static CatalogErrorRow Permanent(CatalogErrorCode code, string name, string meaning, string action) =>
        new(code, new(name, meaning, action), IsTransient: false);
}
