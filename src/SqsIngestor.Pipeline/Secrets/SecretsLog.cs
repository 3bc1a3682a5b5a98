using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>Log lines about the secret, events 2300 to 2399: its name, never its value.</summary>
internal static partial class SecretsLog
{
    [LoggerMessage(2300, LogLevel.Debug, "Read the secret {Arn} in {Milliseconds:0} ms.", EventName = "SecretRead")]
    public static partial void SecretRead(ILogger logger, SecretArn arn, double milliseconds);

    [LoggerMessage(2301, LogLevel.Warning, "Failed to read the secret {Arn}, attempt {Attempt}: {Reason}",
        EventName = "SecretReadFailed")]
    public static partial void SecretReadFailed(ILogger logger, SecretArn arn, int attempt, string reason);

    [LoggerMessage(
        2302, LogLevel.Warning, "The workspace refused the secret {Arn}. The function read it again and uses the new value.",
        EventName = "SecretRenewed")]
    public static partial void SecretRenewed(ILogger logger, SecretArn arn);

    [LoggerMessage(2303, LogLevel.Error, "The workspace refused the secret {Arn}, and the function has no other value: {Reason}.",
        EventName = "SecretNotRenewed")]
    public static partial void SecretNotRenewed(ILogger logger, SecretArn arn, string reason);

    [LoggerMessage(2304, LogLevel.Information, "The secret {Arn} has a new value. A probe has read it, and the function uses it.",
        EventName = "SecretReplaced")]
    public static partial void SecretReplaced(ILogger logger, SecretArn arn);

    /// <summary>The catalog of these events.</summary>
    public static IReadOnlyList<LogEvent> All =>
    [
        new(2300, "SecretRead", LogLevel.Debug,
            "The function has read the secret from Secrets Manager.",
            "Nothing."),
        new(2301, "SecretReadFailed", LogLevel.Warning,
            "Secrets Manager did not answer, or was busy. The function tries again for up to 8 s.",
            "Nothing if it happens once. If it lasts, check the function's route to Secrets Manager (VPC endpoint, NAT)."),
        new(2302, "SecretRenewed", LogLevel.Warning,
            "The secret was rotated. The function has read the new value and continues without a restart.",
            "Nothing."),
        new(2303, "SecretNotRenewed", LogLevel.Error,
            "The workspace refuses the value of the secret, and Secrets Manager has no newer one. "
                + "Messages are returned to the queue.",
            "Store a valid OAuth secret of the service principal in Secrets Manager. The function reads it without a restart."),
        new(2304, "SecretReplaced", LogLevel.Information,
            "A probe has read the secret, which was rotated. The function uses the new value without a restart.",
            "Nothing."),
    ];
}
