namespace SqsIngestor.Pipeline.Aws.SigV4;

/// <summary>
/// The credentials of the function's role. Not a record, because the ToString of a record would print them. As a source they give
/// themselves.
/// </summary>
/// <param name="accessKeyId">Names the key.</param>
/// <param name="secretAccessKey">Signs requests. It is never sent.</param>
/// <param name="sessionToken">Sent with temporary credentials, such as those of a role; null for the credentials of a
/// user.</param>
/// <param name="expires">When they end; null if that is not known.</param>
internal sealed class AwsCredentials(
    string accessKeyId, string secretAccessKey, string? sessionToken = null, DateTimeOffset? expires = null)
    : IAwsCredentialsSource
{
    /// <summary>Names the key.</summary>
    public string AccessKeyId { get; } = accessKeyId;

    /// <summary>Signs requests. It is never sent.</summary>
    public string SecretAccessKey { get; } = secretAccessKey;

    /// <summary>Sent with temporary credentials; null for others.</summary>
    public string? SessionToken { get; } = sessionToken;

    /// <summary>When they end; null if that is not known.</summary>
    public DateTimeOffset? Expires { get; } = expires;

    ValueTask<AwsCredentials> IAwsCredentialsSource.GetAsync(CancellationToken cancellationToken) => new(this);
}
