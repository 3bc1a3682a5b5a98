using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Identity;

/// <summary>Log lines about identity tokens, events 2400 to 2499: their claims, never the tokens.</summary>
internal static partial class IdentityLog
{
    [LoggerMessage(
        2400, LogLevel.Debug, "Got an identity token of {Issuer} for {Subject}, valid for {Seconds} s, from AWS STS.",
        EventName = "IdentityTokenObtained")]
    public static partial void TokenObtained(ILogger logger, string issuer, string subject, long seconds);

    [LoggerMessage(
        2401, LogLevel.Warning, "Failed to get an identity token, attempt {Attempt}: {Reason}",
        EventName = "IdentityTokenRequestFailed")]
    public static partial void TokenRequestFailed(ILogger logger, int attempt, string reason);

    [LoggerMessage(
        2402, LogLevel.Warning, "Failed to renew the identity token. The old one is valid for {Seconds} s more. {Reason}",
        EventName = "IdentityTokenNotRenewed")]
    public static partial void TokenNotRenewed(ILogger logger, long seconds, string reason);

    /// <summary>The catalog of these events.</summary>
    public static IReadOnlyList<LogEvent> All =>
    [
        new(2400, "IdentityTokenObtained", LogLevel.Debug,
            "The function has an identity token of its role from AWS STS. The line names issuer and subject: a federation policy "
                + "in Databricks must have the same.",
            "Nothing."),
        new(2401, "IdentityTokenRequestFailed", LogLevel.Warning,
            "AWS STS did not answer, or was busy. The function tries up to 3 times, and again when it next opens a stream.",
            "Nothing if it happens once. If it lasts, check the function's route to AWS STS (VPC endpoint, NAT)."),
        new(2402, "IdentityTokenNotRenewed", LogLevel.Warning,
            "The identity token is due for renewal and AWS STS does not answer. The function uses the old one until it expires.",
            "If it repeats, check the function's route to AWS STS before the token expires."),
    ];
}
