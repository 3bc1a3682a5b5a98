namespace SqsIngestor.Emulator.Oidc;

/// <summary>A token request that is refused, as RFC 6749 section 5.2 answers it.</summary>
internal sealed class OidcException(int status, string error, string description) : Exception($"{error}: {description}")
{
    public int Status { get; } = status;

    public string Error { get; } = error;

    public string Description { get; } = description;
}
