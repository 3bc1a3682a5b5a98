using System.Globalization;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>
/// When Lambda ends an invocation. A header that cannot be true is replaced, so that the invocation is processed: it may come
/// from a proxy in front of the Runtime API, or from a clock that is wrong.
/// </summary>
internal static class InvocationDeadline
{
    /// <summary>The longest timeout that a function can have.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>What an invocation gets whose deadline is not known. Nearly every function has more.</summary>
    public static readonly TimeSpan Unknown = TimeSpan.FromSeconds(15);

    // The clocks of the sandbox and of Lambda need not be the same to the second.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>Reads when the invocation ends. A missing or impossible value gives <see cref="Unknown"/> from now.</summary>
    /// <param name="header">The value of <c>Lambda-Runtime-Deadline-Ms</c>; null if it is missing.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The deadline, and what is wrong with the header: completes the sentence "The deadline …"; null if it is
    /// right.</returns>
    public static (DateTimeOffset Deadline, string? Problem) Read(string? header, DateTimeOffset now)
    {
        if (header is null) return (now + Unknown, "is missing");
        if (!decimal.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds))
            return (now + Unknown, "is not a number");
        if (milliseconds <= now.ToUnixTimeMilliseconds()) return (now + Unknown, "has passed");
        var left = milliseconds - now.ToUnixTimeMilliseconds();
        return left > (decimal)(Longest + Tolerance).TotalMilliseconds
            ? (now + Longest, "is more than 15 minutes away")
            : (now + TimeSpan.FromMilliseconds((double)left), null);
    }
}
