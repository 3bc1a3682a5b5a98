using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Oidc;

/// <summary>The form of a token request. Every field is checked.</summary>
internal static partial class TokenForm
{
    /// <summary>Reads the table of a token request.</summary>
    /// <param name="form">The form.</param>
    /// <param name="workspaceId">The workspace that the resource must name.</param>
    /// <returns>The table, or null for a token for the REST API.</returns>
    /// <exception cref="OidcException">A field is missing or wrong.</exception>
    public static TableName? Read(IFormCollection form, string workspaceId)
    {
        if (Field(form, "grant_type") is not ("client_credentials" or TokenExchange.GrantType))
        {
            throw new OidcException(
                400, "unsupported_grant_type", $"grant_type must be client_credentials or {TokenExchange.GrantType}");
        }
        if (Field(form, "scope") != "all-apis") throw new OidcException(400, "invalid_scope", "scope must be all-apis");
        var resource = Field(form, "resource");
        var details = Field(form, "authorization_details");
        if (resource is null && details is null) return null;
        var expected = $"api://databricks/workspaces/{workspaceId}/zerobusDirectWriteApi";
        if (resource != expected && (resource is null || !LocalhostResource().IsMatch(resource)))
        {
            throw new OidcException(400, "invalid_target", $"resource must be {expected}");
        }
        return details is null
            ? throw new OidcException(400, "invalid_request", "authorization_details is missing; it names the table")
            : AuthorizationDetails.Read(details);
    }

    /// <summary>A field of the form; null without it.</summary>
    /// <exception cref="OidcException">It is there more than once.</exception>
    public static string? Field(IFormCollection form, string name) => form[name] switch
    {
        { Count: 0 } => null,
        [var value] => value,
        _ => throw new OidcException(400, "invalid_request", $"{name} is there more than once"),
    };

    /// <summary>The resource if the endpoint is localhost. The official client takes the port for a part of the label.</summary>
    [GeneratedRegex(@"^api://databricks/workspaces/localhost(:\d+)?/zerobusDirectWriteApi\z")]
    private static partial Regex LocalhostResource();
}

/// <summary>A refused token request, with the answer of RFC 6749, section 5.2.</summary>
internal sealed class OidcException(int status, string error, string description) : Exception($"{error}: {description}")
{
    public int Status { get; } = status;

    public string Error { get; } = error;

    public string Description { get; } = description;
}
