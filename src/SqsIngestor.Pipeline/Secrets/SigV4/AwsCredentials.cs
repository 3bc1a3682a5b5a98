namespace SqsIngestor.Pipeline.Secrets.SigV4;

/// <summary>The credentials of the function's role. Not a record, because the ToString of a record would print them.</summary>
/// <param name="accessKeyId">Names the key; not secret.</param>
/// <param name="secretAccessKey">Signs requests. It is never sent.</param>
/// <param name="sessionToken">Sent with temporary credentials, such as those of a role; null for the credentials of a
/// user.</param>
internal sealed class AwsCredentials(string accessKeyId, string secretAccessKey, string? sessionToken = null)
{
    /// <summary>Names the key; not secret.</summary>
    public string AccessKeyId { get; } = accessKeyId;

    /// <summary>Signs requests. It is never sent.</summary>
    public string SecretAccessKey { get; } = secretAccessKey;

    /// <summary>Sent with temporary credentials; null for others.</summary>
    public string? SessionToken { get; } = sessionToken;
}
