namespace SqsIngestor.Emulator.Sts;

/// <summary>The claims of an identity token that <see cref="LocalSecurityTokenService.Issue"/> makes.</summary>
public sealed record LocalIdentityToken
{
    /// <summary>Whom it is for (<c>aud</c>).</summary>
    public required string Audience { get; init; }

    /// <summary>The workload (<c>sub</c>). Default null: <see cref="LocalSecurityTokenService.RoleArn"/>.</summary>
    public string? Subject { get; init; }

    /// <summary>The claimed issuer (<c>iss</c>). Default null: the service itself.</summary>
    public string? Issuer { get; init; }

    /// <summary>RS256, ES256 or ES384. Default RS256.</summary>
    public string Algorithm { get; init; } = "RS256";

    /// <summary>When it was issued (<c>iat</c>). Default null: now.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>How long it is valid from then on (<c>exp</c>). Default 5 minutes, as in AWS.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);
}
