using System.Text;
using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>
/// What the body of an HTTP error says beside its status: services throttle with 400 and 403 too, and proxies answer with pages.
/// Nothing of a body is ever repeated.
/// </summary>
[Embedded]
internal static class ErrorBodies
{
    // What is worth a look: an error is short, and a page says what it is at its start.
    private const int MaxLength = 4096;

    private static readonly string[] TransientCodes =
    [
        "temporarily_unavailable", "service_unavailable", "server_error", "internal_error", "slow_down", "too_many_requests",
        "rate_limited", "rate_limit_exceeded", "request_limit_exceeded", "limit_exceeded", "quota_exceeded", "resource_exhausted",
        "throttled", "deadline_exceeded", "timeout",
    ];

    private static readonly string[] TransientPhrases =
    [
        "too many requests", "rate limit", "request limit", "throttl", "slow down", "temporarily unavailable", "try again later",
    ];

    /// <summary>Whether an error code of a body, in any case, says that a later attempt can succeed.</summary>
    public static bool IsTransientCode(string code) => TransientCodes.Contains(code, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the text of a body says that the service is busy, whatever its form.</summary>
    public static bool SaysBusy(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxLength)]);
        return TransientPhrases.Any(phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether an answer is a web page: a login page, or the page of a proxy.</summary>
    /// <param name="mediaType">The content type; null without one.</param>
    /// <param name="body">The body.</param>
    public static bool IsPage(string? mediaType, ReadOnlySpan<byte> body)
    {
        var text = body.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("\uFEFF"u8)) text = text[3..].TrimStart(" \t\r\n"u8);
        if (text.Length > 0) return text[0] == (byte)'<';
        return mediaType is "text/html" or "application/xhtml+xml";
    }
}
