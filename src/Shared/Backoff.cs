namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>Exponential pauses with jitter: attempt 0 does not wait, each later one waits between a half and all of its step.</summary>
internal sealed class Backoff(TimeSpan initial, TimeSpan most, Func<double> random)
{
    public TimeSpan Before(int attempt)
    {
        if (attempt <= 0)
            return TimeSpan.Zero;
        var step = Math.Min(initial.Ticks * Math.Pow(2, Math.Min(attempt - 1, 62)), most.Ticks);
        return TimeSpan.FromTicks((long)(step * (1 - random() / 2)));
    }
}
