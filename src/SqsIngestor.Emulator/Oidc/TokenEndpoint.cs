using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SqsIngestor.Emulator.Oidc;

/// <summary><c>POST /oidc/v1/token</c>: client credentials by HTTP Basic, or the exchange of an identity token.</summary>
internal sealed class TokenEndpoint(
    LocalDatabricksOptions options, IssuedTokens tokens, TokenExchange exchange, EmulatorStatistics statistics,
    FaultSwitches faults, string workspaceId)
{
    private const string Scheme = "Basic ";

    public async Task<IResult> HandleAsync(HttpRequest request)
    {
        try
        {
            if (faults.TokenStatus is { } status)
            {
                throw new OidcException(status, "temporarily_unavailable", "the token endpoint is switched to this status");
            }
            var isExchange = await IsExchangeAsync(request);
            if (!isExchange) CheckClient(request.Headers.Authorization);
            if (!request.HasFormContentType)
            {
                throw new OidcException(400, "invalid_request", "the body must be a form, application/x-www-form-urlencoded");
            }
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var table = TokenForm.Read(form, workspaceId);
            var lifetime = options.TokenLifetime;
            if (isExchange)
            {
                var left = await exchange.CheckAsync(form, request.HttpContext.RequestAborted);
                if (left < lifetime) lifetime = left;
                if (faults.ExchangeWithoutPrivileges) table = null;
            }

            var token = tokens.Issue(table, lifetime);
            statistics.TokenIssued();
            return Results.Json(new Dictionary<string, object>
            {
                ["access_token"] = token,
                ["scope"] = "all-apis",
                ["token_type"] = "Bearer",
                ["expires_in"] = (long)lifetime.TotalSeconds,
            });
        }
        catch (OidcException e)
        {
            statistics.TokenRefused();
            return Results.Json(
                new Dictionary<string, string> { ["error"] = e.Error, ["error_description"] = e.Description },
                statusCode: e.Status);
        }
    }

    private static async Task<bool> IsExchangeAsync(HttpRequest request) => request.HasFormContentType
        && TokenForm.Field(await request.ReadFormAsync(request.HttpContext.RequestAborted), "grant_type")
            == TokenExchange.GrantType;

    private void CheckClient(string? authorization)
    {
        var expected = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{options.ClientId}:{faults.RotatedSecret ?? options.ClientSecret}"));
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw Refused("HTTP Basic with client id and secret is needed");
        }
        var buffer = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Scheme.Length..].Trim(), buffer, out var length)
            || !CryptographicOperations.FixedTimeEquals(expected, buffer.AsSpan(0, length)))
        {
            throw Refused("client id or secret is wrong");
        }
    }

    private static OidcException Refused(string description) => new(401, "invalid_client", description);
}
