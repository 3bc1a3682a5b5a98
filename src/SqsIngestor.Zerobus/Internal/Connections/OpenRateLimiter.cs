namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Paces the opens of one table over all its streams, whatever their cause: a token bucket. Within any minute it gives at most
/// <paramref name="opensPerMinute"/>; two fifths of them at once after a quiet time, the others one after the other. Safe for use
/// by several threads.
/// </summary>
/// <param name="opensPerMinute">At least 2.</param>
/// <param name="random">A number from 0 to 1 that lengthens a wait by up to a tenth, so that processes do not fall into
/// step.</param>
/// <param name="clock">Measures.</param>
internal sealed class OpenRateLimiter(int opensPerMinute, Func<double> random, TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly int _burst = Math.Max(1, opensPerMinute * 2 / 5);

    // Opens that are left; below zero, that many are reserved.
    private double _left = Math.Max(1, opensPerMinute * 2 / 5);
    private long _countedAt = clock.GetTimestamp();

    private double PerMinute => opensPerMinute - _burst;

    /// <summary>Reserves one open.</summary>
    /// <returns>How long to wait before it.</returns>
    public TimeSpan Take()
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _left = Math.Min(_burst, _left + clock.GetElapsedTime(_countedAt, now) / Minute * PerMinute);
            _countedAt = now;
            _left--;
            return _left >= 0 ? TimeSpan.Zero : Minute * (-_left / PerMinute) * (1 + random() / 10);
        }
    }

    /// <summary>Waits for one open.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Take(), clock, cancellationToken);
}
