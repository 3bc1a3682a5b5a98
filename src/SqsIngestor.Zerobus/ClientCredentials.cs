namespace SqsIngestor.Zerobus;

/// <summary>A service principal and its OAuth secret. Not a record, because a record would print it.</summary>
/// <param name="clientId">The service principal's application id.</param>
/// <param name="clientSecret">Its OAuth secret.</param>
public sealed class ClientCredentials(string clientId, string clientSecret)
{
    /// <summary>The service principal's application id.</summary>
    public string ClientId { get; } = clientId;

    /// <summary>Its OAuth secret.</summary>
    public string ClientSecret { get; } = clientSecret;

    /// <summary>Whether both have the same id and secret.</summary>
    public bool IsSameAs(ClientCredentials other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ClientId == other.ClientId && ClientSecret == other.ClientSecret;
    }
}
