using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>
/// The error codes of token endpoints (RFC 6749 section 5.2, RFC 8628, RFC 8693, and Databricks' own). Only these are repeated in
/// messages: any other text of an answer may quote what was sent.
/// </summary>
internal static class TokenErrorCodes
{
    /// <summary>What <see cref="Known"/> returns for a code that is not in the list.</summary>
    public const string Unknown = "an unknown error code";

    // About the request or its credentials: every attempt gets the same answer.
    private static readonly string[] Lasting =
    [
        "invalid_client", "unauthorized_client", "invalid_grant", "invalid_scope", "invalid_target", "unsupported_grant_type",
        "access_denied",
    ];

    // Services answer them to what they do not like in general, so the text of the answer decides.
    private static readonly string[] Vague = ["invalid_request", "PERMISSION_DENIED", "INVALID_PARAMETER_VALUE", "BAD_REQUEST"];

    private static readonly string[] Transient =
    [
        "temporarily_unavailable", "server_error", "slow_down", "too_many_requests", "rate_limit_exceeded",
        "REQUEST_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED", "TEMPORARILY_UNAVAILABLE", "INTERNAL_ERROR", "DEADLINE_EXCEEDED",
    ];

    /// <summary>
    /// The code of an answer as its list spells it, <see cref="Unknown"/>, or <see cref="JsonErrorBody.NoCode"/>.
    /// </summary>
    public static string Known(ReadOnlyMemory<byte> body)
    {
        var code = Code(body);
        if (code == JsonErrorBody.NoCode) return code;
        var known = Lasting.Concat(Vague).Concat(Transient).ToArray();
        return known.FirstOrDefault(each => each == code)
            ?? known.FirstOrDefault(each => each.Equals(code, StringComparison.OrdinalIgnoreCase)) ?? Unknown;
    }

    /// <summary>Whether the body of an error says that a later attempt can succeed.</summary>
    public static bool SaysTransient(ReadOnlyMemory<byte> body)
    {
        var code = Code(body);
        return ErrorBodies.IsTransientCode(code)
            || (!Lasting.Contains(code, StringComparer.OrdinalIgnoreCase) && ErrorBodies.SaysBusy(body.Span));
    }

    // OAuth has it in "error", Databricks' REST errors in "error_code".
    private static string Code(ReadOnlyMemory<byte> body) =>
        JsonErrorBody.Code(body, "error") is var code && code != JsonErrorBody.NoCode
            ? code
            : JsonErrorBody.Code(body, "error_code");
}
