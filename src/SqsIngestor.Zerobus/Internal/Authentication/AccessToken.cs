namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>A token and how long it serves. Deliberately no record: nothing prints it.</summary>
internal sealed class AccessToken(string value, DateTimeOffset? expires, TimeSpan lifetime)
{
    private static readonly TimeSpan EarliestRefresh = TimeSpan.FromSeconds(300);

    public string Value { get; } = value;

    /// <summary>Null when the endpoint did not say; such a token serves only those who wait for it now.</summary>
    public DateTimeOffset? Expires { get; } = expires;

    public TimeSpan Left(DateTimeOffset now) => Expires is { } expires ? expires - now : TimeSpan.Zero;

    /// <summary>True when a new one should be had although this one may still serve.</summary>
    public bool IsDue(DateTimeOffset now) => Left(now) < (lifetime / 2 < EarliestRefresh ? lifetime / 2 : EarliestRefresh);
}
