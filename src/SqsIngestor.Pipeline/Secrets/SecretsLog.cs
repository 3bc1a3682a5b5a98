using Microsoft.Extensions.Logging;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>What is logged of the secret: its name, never its value.</summary>
internal static partial class SecretsLog
{
    [LoggerMessage(140, LogLevel.Debug, "The secret {Arn} was read in {Milliseconds:0} ms.")]
    public static partial void SecretRead(ILogger logger, SecretArn arn, double milliseconds);

    [LoggerMessage(141, LogLevel.Warning, "Reading the secret {Arn} failed, attempt {Attempt}: {Reason}.")]
    public static partial void ReadFailed(ILogger logger, SecretArn arn, int attempt, string reason);

    [LoggerMessage(142, LogLevel.Warning, "The workspace refused the secret {Arn}; it was read again and has changed.")]
    public static partial void Renewed(ILogger logger, SecretArn arn);

    [LoggerMessage(143, LogLevel.Error, "The workspace refused the secret {Arn}, and there is no other: {Reason}.")]
    public static partial void NotRenewed(ILogger logger, SecretArn arn, string reason);
}
