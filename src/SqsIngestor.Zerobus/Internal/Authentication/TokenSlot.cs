using Microsoft.Extensions.Logging;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>A token and its lifetime. Not a record, because a record would print it.</summary>
internal sealed class AccessToken(string value, DateTimeOffset? expires, TimeSpan lifetime)
{
    private static readonly TimeSpan EarliestRefresh = TimeSpan.FromSeconds(300);

    public string Value { get; } = value;

    /// <summary>
    /// Null if the endpoint did not send it. Such a token is not cached; it serves only the callers that wait for it now.
    /// </summary>
    public DateTimeOffset? Expires { get; } = expires;

    public TimeSpan Left(DateTimeOffset now) => Expires is { } expires ? expires - now : TimeSpan.Zero;

    /// <summary>
    /// True if it is time to get a new one, although this one may still be valid: 5 minutes before the end, or half its lifetime
    /// if that is shorter.
    /// </summary>
    public bool IsDue(DateTimeOffset now) => Left(now) < (lifetime / 2 < EarliestRefresh ? lifetime / 2 : EarliestRefresh);
}

/// <summary>
/// The cached token of one table. At most one request is in flight, and its answer serves all waiting callers. Safe for use by
/// several threads.
/// </summary>
internal sealed class TokenSlot(string table, Func<Task<AccessToken>> request, TimeProvider clock, ILogger logger)
{
    private readonly Lock _gate = new();
    private AccessToken? _token;
    private Task<AccessToken>? _pending;

    /// <summary>The cached token, or a new one if it is due. A due token that is still valid covers a failed refresh.</summary>
    /// <exception cref="ZerobusException">No valid token is available.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        Task<AccessToken> pending;
        lock (_gate)
        {
            if (_token is { } cached && !cached.IsDue(clock.GetUtcNow()))
                return cached.Value;
            // The first caller may give up; the request continues for the others, limited by its own timeout.
            pending = _pending ??= RequestAsync();
        }

        try
        {
            return (await pending.WaitAsync(cancellationToken).ConfigureAwait(false)).Value;
        }
        catch (ZerobusException) when (StillValid() is { } old)
        {
            ZerobusLog.TokenNotRefreshed(logger, table, (long)old.Left(clock.GetUtcNow()).TotalSeconds);
            return old.Value;
        }
    }

    /// <summary>Drops the token, because the service refused it.</summary>
    public void Drop()
    {
        lock (_gate)
            _token = null;
    }

    private AccessToken? StillValid()
    {
        lock (_gate)
            return _token is { } token && token.Left(clock.GetUtcNow()) > TimeSpan.Zero ? token : null;
    }

    private async Task<AccessToken> RequestAsync()
    {
        // Leaves the caller's lock before it does anything else.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var token = await request().ConfigureAwait(false);
            ZerobusLog.TokenObtained(logger, table, (long)token.Left(clock.GetUtcNow()).TotalSeconds);
            lock (_gate)
                _token = token.Expires is null ? null : token;
            return token;
        }
        finally
        {
            lock (_gate)
                _pending = null;
        }
    }
}
