using System.Security.Cryptography;

namespace SqsIngestor.Emulator.Aws;

/// <summary>
/// Random credentials of a role, as Lambda gives them to a function. Not a record, because a record would print them.
/// </summary>
public sealed class LocalAwsCredentials
{
    /// <summary>AWS_ACCESS_KEY_ID.</summary>
    public string AccessKeyId { get; init; } = "ASIA" + RandomNumberGenerator.GetHexString(16);

    /// <summary>AWS_SECRET_ACCESS_KEY. It is never sent.</summary>
    public string SecretAccessKey { get; init; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>AWS_SESSION_TOKEN.</summary>
    public string SessionToken { get; init; } = RandomNumberGenerator.GetHexString(64, lowercase: true);
}
