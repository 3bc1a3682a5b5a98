using System.Net;
using System.Net.Http.Headers;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>The way in which the client proves who it is (an OAuth grant). Safe for use by several threads.</summary>
internal interface ITokenGrant
{
    /// <summary>The proof for the next request.</summary>
    ValueTask<TokenProof> GetAsync(CancellationToken cancellationToken);

    /// <summary>The token endpoint refused this proof with 401.</summary>
    /// <returns>Another proof to try once, or null for none.</returns>
    ValueTask<TokenProof?> RenewAsync(TokenProof refused, CancellationToken cancellationToken);
}

/// <summary>What a token request contains to prove who the client is. Not a record, because a record would print it.</summary>
internal abstract class TokenProof
{
    /// <summary>The header Authorization; null for none.</summary>
    public AuthenticationHeaderValue? Authorization { get; protected init; }

    /// <summary>The fields of the form, <c>grant_type</c> among them.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; }

    /// <summary>No token may be cached for longer than this; null for no limit.</summary>
    public DateTimeOffset? Expires { get; protected init; }

    /// <summary>The error of a refusal.</summary>
    /// <param name="host">The host of the token endpoint.</param>
    /// <param name="status">What it answered.</param>
    /// <param name="code">The error code of the answer.</param>
    /// <param name="now">The current time.</param>
    public abstract ZerobusException Refusal(string host, HttpStatusCode status, string code, DateTimeOffset now);
}
