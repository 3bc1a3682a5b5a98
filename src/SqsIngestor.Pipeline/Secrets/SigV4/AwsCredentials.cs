namespace SqsIngestor.Pipeline.Secrets.SigV4;

/// <summary>The credentials of the function's role, as Lambda puts them into its environment. No record: nothing prints them.</summary>
/// <param name="accessKeyId">Names the key; not secret.</param>
/// <param name="secretAccessKey">Signs requests and is never sent.</param>
/// <param name="sessionToken">Goes with temporary credentials, which a role's are; null for those of a user.</param>
internal sealed class AwsCredentials(string accessKeyId, string secretAccessKey, string? sessionToken = null)
{
    public string AccessKeyId { get; } = accessKeyId;

    public string SecretAccessKey { get; } = secretAccessKey;

    public string? SessionToken { get; } = sessionToken;
}
