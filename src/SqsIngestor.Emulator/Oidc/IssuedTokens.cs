using System.Collections.Concurrent;
using System.Security.Cryptography;
using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Oidc;

/// <summary>The issued tokens with the access that each gives. Any thread may use it.</summary>
internal sealed class IssuedTokens(TimeProvider clock)
{
    private const int TokenDigits = 48;
    private const string Scheme = "Bearer ";

    private readonly ConcurrentDictionary<string, AccessGrant> _grants = new(StringComparer.Ordinal);

    public string Issue(TableName? table, TimeSpan lifetime)
    {
        var token = $"local-{RandomNumberGenerator.GetHexString(TokenDigits, lowercase: true)}";
        _grants[token] = new AccessGrant(table, clock.GetUtcNow() + lifetime);
        return token;
    }

    /// <summary>The grant behind an Authorization header; null if the token is unknown, revoked or expired.</summary>
    public AccessGrant? Find(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        return _grants.TryGetValue(authorization[Scheme.Length..].Trim(), out var grant) && grant.Expires > clock.GetUtcNow()
            ? grant
            : null;
    }

    public void RevokeAll() => _grants.Clear();
}

/// <summary>The access that a token gives.</summary>
/// <param name="Table">The table that it opens streams to, or null for the REST API (<c>all-apis</c>).</param>
/// <param name="Expires">When it expires.</param>
internal sealed record AccessGrant(TableName? Table, DateTimeOffset Expires);
