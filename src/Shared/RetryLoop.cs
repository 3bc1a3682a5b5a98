using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>What one attempt of an operation gave: a value, or why there is none.</summary>
/// <param name="Value">The value; null if the attempt failed.</param>
/// <param name="Failure">Why it failed; null if there is a value.</param>
/// <param name="IsTransient">Whether another attempt can succeed.</param>
/// <param name="RetryAfter">How long the service asks to wait; null when it does not say.</param>
[Embedded]
internal readonly record struct Attempt<T>(
    T? Value, Exception? Failure = null, bool IsTransient = false, TimeSpan? RetryAfter = null)
    where T : class;

/// <summary>
/// Repeats an operation that fails transiently. It pauses between attempts as a <see cref="Backoff"/> says, and never for less
/// than the service asks; it gives up at once when a pause does not fit. Safe for use by several threads when the back-off is.
/// </summary>
/// <param name="backoff">The pauses.</param>
/// <param name="attempts">The most attempts, at least 1.</param>
/// <param name="longestPause">A service that asks for a longer pause ends the loop.</param>
/// <param name="clock">Times the pauses.</param>
[Embedded]
internal sealed class RetryLoop(Backoff backoff, int attempts, TimeSpan longestPause, TimeProvider clock)
{
    /// <summary>
    /// The time for all attempts and pauses together: no pause begins that would not end within it. Default without a limit.
    /// </summary>
    public TimeSpan Time { get; init; } = TimeSpan.MaxValue;

    /// <summary>Runs the operation until it succeeds, fails for good, or is out of attempts or time.</summary>
    /// <param name="attempt">One attempt. It reports failures as outcomes; what it throws ends the loop.</param>
    /// <param name="failed">Called after each transient failure with the number of the attempt.</param>
    /// <param name="cancellationToken">Ends a pause.</param>
    /// <returns>The last outcome.</returns>
    /// <exception cref="OperationCanceledException">Cancelled during a pause.</exception>
    public async Task<Attempt<T>> RunAsync<T>(
        Func<Task<Attempt<T>>> attempt, Action<int, Exception>? failed, CancellationToken cancellationToken)
        where T : class
    {
        var started = clock.GetTimestamp();
        for (var number = 1; ; number++)
        {
            var outcome = await attempt().ConfigureAwait(false);
            if (outcome.Failure is not { } failure || !outcome.IsTransient) return outcome;
            failed?.Invoke(number, failure);
            if (number >= attempts || Pause(number, outcome.RetryAfter, clock.GetElapsedTime(started)) is not { } pause)
            {
                return outcome;
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan? Pause(int failures, TimeSpan? asked, TimeSpan elapsed)
    {
        var pause = backoff.After(failures);
        if (asked > pause) pause = asked.Value;
        return pause > longestPause || pause > Time - elapsed ? null : pause;
    }
}
