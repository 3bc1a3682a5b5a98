namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>
/// When the token endpoint takes requests again, over all tables of a provider: it asked for a pause with Retry-After. Safe for
/// use by several threads.
/// </summary>
internal sealed class RequestGate(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _opens = DateTimeOffset.MinValue;

    /// <summary>The time until the endpoint takes requests; zero if it does now.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                var left = _opens - clock.GetUtcNow();
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>The endpoint asks for a pause. A longer one that it asked for earlier stays.</summary>
    public void Close(TimeSpan pause)
    {
        lock (_gate)
        {
            var opens = clock.GetUtcNow() + pause;
            if (opens > _opens) _opens = opens;
        }
    }
}
