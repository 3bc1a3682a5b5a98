using System.Globalization;
using System.Text;
using SqsIngestor.Pipeline.Aws;
using SqsIngestor.Pipeline.Aws.SigV4;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Identity;

/// <summary>
/// Reads responses of AWS STS: XML of the query protocol, of which a few elements with plain text matter. An XML parser would
/// make the program larger than everything else that this needs.
/// </summary>
internal static class StsResponse
{
    /// <summary>The text of the first element of this name, if it has no attributes and no markup; null otherwise.</summary>
    public static string? Text(ReadOnlySpan<byte> body, string name)
    {
        var start = body.IndexOf(Encoding.ASCII.GetBytes($"<{name}>"));
        if (start < 0) return null;
        var text = body[(start + name.Length + 2)..];
        var end = text.IndexOf(Encoding.ASCII.GetBytes($"</{name}>"));
        return end > 0 && text[..end].IndexOfAny((byte)'<', (byte)'&') < 0 ? Encoding.UTF8.GetString(text[..end]) : null;
    }
}

/// <summary>Why AWS STS gave no identity token. Its message is for the log; <see cref="ToException"/> says what to do.</summary>
/// <param name="what">What happened; completes the sentence "AWS STS …", without a full stop.</param>
internal sealed class StsRefusal(string what) : Exception($"AWS STS {what}.")
{
    private const int MaxCode = 64;

    // The tolerance of signatures. A smaller difference is not the reason of a refusal.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly string _what = what;

    /// <summary>Whether another attempt can succeed.</summary>
    public bool IsTransient { get; private init; }

    /// <summary>Whether a token with a shorter lifetime would be given.</summary>
    public bool IsTooLong { get; private init; }

    /// <summary>How long the service asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    // Takes the place of "In AWS, …": what to do, given the settings.
    private Func<AwsIdentity, string> Action { get; init; } = static _ =>
        "In AWS, check the function's role and its route to AWS STS.";

    /// <summary>There was no response.</summary>
    /// <param name="how">Completes the sentence "AWS STS …".</param>
    public static StsRefusal Unreachable(string how) => new(how)
    {
        IsTransient = true,
        Action = static settings => $"In AWS, check the function's route to {settings.Service.Endpoint.Authority} (VPC endpoint "
            + "of STS, NAT, security group).",
    };

    /// <summary>The role has no credentials.</summary>
    public static StsRefusal NoCredentials(AwsCredentialsException e) => new($"was not asked: {e.Message}")
    {
        IsTransient = e.IsTransient,
        Action = static _ => "In AWS, check the credentials of the function's role.",
    };

    /// <summary>What a response without a token means.</summary>
    public static StsRefusal Of(HttpResponseMessage response, ReadOnlySpan<byte> body, TimeProvider clock)
    {
        var status = response.StatusCode;
        if (Code(body) is not { } code) return Other(response, Backoff.RetryAfter(response.Headers, clock));
        if (AwsErrors.IsTransient(status, code))
        {
            return new($"answered {(int)status} ({code})")
            {
                IsTransient = true,
                RetryAfter = Backoff.RetryAfter(response.Headers, clock),
                Action = static _ => "In AWS, nothing if it happens once. If it lasts, read the AWS Health Dashboard.",
            };
        }

        // The same error has two names, one of the protocol and one of the SDKs.
        return code.EndsWith("Exception", StringComparison.Ordinal) && code.Length > "Exception".Length
            ? Refused(response, code[..^"Exception".Length], clock)
            : Refused(response, code, clock);
    }

    /// <summary>The error of the client.</summary>
    public ZerobusException ToException(AwsIdentity settings) => new(
        IsTransient ? ZerobusErrorCode.IdentityTokenUnavailable : ZerobusErrorCode.IdentityTokenRefused,
        $"AWS STS {_what}.", $"{Action(settings)} Databricks was not asked.")
    {
        RetryAfter = RetryAfter,
    };

    private static StsRefusal Refused(HttpResponseMessage response, string code, TimeProvider clock) => code switch
    {
        "OutboundWebIdentityFederationDisabled" => new("gives no identity tokens: outbound web identity federation is not "
            + "enabled in the role's account")
        {
            Action = static _ => "In AWS, run `aws iam enable-outbound-web-identity-federation` once in that account.",
        },
        "AccessDenied" => new("refused the role (AccessDenied)")
        {
            Action = static settings => "In AWS, allow the role sts:GetWebIdentityToken for "
                + $"the audience {settings.Audience}, the algorithm RS256 and {Seconds(settings.Lifetime)}. Check also service "
                + "control policies, the permissions boundary and the policy of the VPC endpoint.",
        },
        "SessionDurationEscalation" => new("refused a token that would outlive the session of the role")
        {
            IsTooLong = true,
            Action = static _ =>
                $"In AWS, give the role's session more time, or lower {EnvironmentVariables.IdentityTokenLifetime}.",
        },
        "SignatureDoesNotMatch" or "InvalidSignature" or "RequestExpired" when Skew(response, clock) is { } skew => new(
            $"does not accept the time of the request ({code}): the clock of this machine is {skew} its own")
        {
            Action = static _ => "Correct the clock of this machine.",
        },
        "SignatureDoesNotMatch" or "InvalidSignature" or "RequestExpired" or "ExpiredToken" or "InvalidClientTokenId"
            or "UnrecognizedClient" or "IncompleteSignature" or "MissingAuthenticationToken" => new(
                $"does not accept the function's AWS credentials ({code})")
            {
                Action = static _ => "In AWS, check that the role exists, and that no variable overrides its credentials. Check "
                    + "the clock of this machine.",
            },
        "RegionDisabled" => new("is not activated in this region for the account (RegionDisabled)")
        {
            Action = static settings => $"In AWS, activate STS in {settings.Service.Region} (IAM, account settings).",
        },
        "JWTPayloadSizeExceeded" => new("gives no identity token: with the tags of the role it would be too long")
        {
            Action = static _ => "In AWS, remove tags of the role.",
        },
        _ => new($"answered {(int)response.StatusCode} ({code})"),
    };

    private static StsRefusal Other(HttpResponseMessage response, TimeSpan? retryAfter) => new(
        $"did not answer, but something else with status {(int)response.StatusCode}: perhaps a proxy or a login page")
    {
        IsTransient = true,
        RetryAfter = retryAfter,
        Action = static settings => $"Check {EnvironmentVariables.HttpsProxy}, {EnvironmentVariables.AwsEndpointUrlSts} and "
            + $"{EnvironmentVariables.AwsEndpointUrl}, and proxies on the way to {settings.Service.Endpoint.Authority}.",
    };

    /// <summary>How far this machine's clock is off, if that is too far for signatures.</summary>
    private static string? Skew(HttpResponseMessage response, TimeProvider clock)
    {
        if (response.Headers.Date is not { } date) return null;
        var ahead = clock.GetUtcNow() - date;
        return ahead.Duration() < Tolerance
            ? null
            : $"{Seconds(ahead.Duration())} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")}";
    }

    // Only a code is repeated. The rest of an answer may quote what was sent.
    private static string? Code(ReadOnlySpan<byte> body) =>
        StsResponse.Text(body, "Code") is { Length: <= MaxCode } code
        && code.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') ? code : null;

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");
}
