using System.Net.Http.Headers;
using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>
/// The pauses between attempts of one operation: each doubles the one before up to a limit, minus a random part of up to a half,
/// so that clients that failed together do not retry together. Safe for use by several threads if <paramref name="random"/> is.
/// </summary>
/// <param name="initial">The longest pause before the second attempt.</param>
/// <param name="most">The longest pause at all.</param>
/// <param name="random">A number from 0 (the whole pause) to 1 (half of it); null never shortens a pause.</param>
[Embedded]
internal sealed class Backoff(TimeSpan initial, TimeSpan most, Func<double>? random = null)
{
    /// <summary>The pause after this many failed attempts; none after 0.</summary>
    public TimeSpan After(int failures)
    {
        if (failures <= 0)
            return TimeSpan.Zero;
        var step = Math.Min(initial.Ticks * Math.Pow(2, Math.Min(failures - 1, 62)), most.Ticks);
        return TimeSpan.FromTicks((long)(step * (1 - (random?.Invoke() ?? 0) / 2)));
    }

    /// <summary>The longest time that Retry-After can ask for. What asks for more does not mean this process.</summary>
    public static readonly TimeSpan RetryAfterMost = TimeSpan.FromHours(1);

    /// <summary>
    /// How long an HTTP answer's Retry-After asks to wait from now on, at most <see cref="RetryAfterMost"/>; null without the
    /// header, or for a moment that has passed.
    /// </summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider clock)
    {
        TimeSpan? asked = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
            _ => null,
        };
        return asked > RetryAfterMost ? RetryAfterMost : asked;
    }

    /// <summary>A source of jitter, from 0 to 1. Safe for use by several threads.</summary>
    public static Func<double> Jitter()
    {
        var random = new Random();
        return () =>
        {
            lock (random) return random.NextDouble();
        };
    }
}
