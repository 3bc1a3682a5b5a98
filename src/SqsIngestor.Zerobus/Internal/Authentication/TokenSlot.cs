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

    /// <summary>This token, which may not be cached for longer than until the limit; null for no limit.</summary>
    /// <param name="limit">The expiry of the identity token that it was exchanged for.</param>
    /// <param name="issued">When this token's lifetime began.</param>
    public AccessToken Until(DateTimeOffset? limit, DateTimeOffset issued) =>
        limit is { } end && end < Expires ? new AccessToken(Value, end, end - issued) : this;

    public TimeSpan Left(DateTimeOffset now) => Expires is { } expires ? expires - now : TimeSpan.Zero;

    /// <summary>
    /// True when it is time to get a new one, although this one may still be valid: 5 minutes before the end, or half its
    /// lifetime when that is shorter.
    /// </summary>
    public bool IsDue(DateTimeOffset now) => Left(now) < (lifetime / 2 < EarliestRefresh ? lifetime / 2 : EarliestRefresh);
}

/// <summary>
/// The cached token of one table. At most one request is in flight, and its answer serves all who wait. A token that is valid
/// serves at once, also while its successor is requested. Safe for use by several threads.
/// </summary>
/// <param name="table">Named in the log.</param>
/// <param name="request">Requests a token.</param>
/// <param name="pauses">The pauses between requests that fail one after the other.</param>
/// <param name="clock">Measures lifetimes.</param>
/// <param name="logger">Receives requests that succeeded, and refreshes that failed.</param>
internal sealed class TokenSlot(
    string table, Func<Task<AccessToken>> request, Func<int, TimeSpan> pauses, TimeProvider clock, ILogger logger)
{
    private readonly Lock _gate = new();
    private AccessToken? _token;
    private Task<AccessToken>? _pending;
    private int _failures;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    /// <summary>The cached token while it is valid, otherwise a new one.</summary>
    /// <exception cref="ZerobusException">There is no valid token.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        Task<AccessToken> pending;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_token is { } cached && cached.Left(now) > TimeSpan.Zero)
            {
                if (cached.IsDue(now) && _pending is null && now >= _notBefore)
                    _ = RefreshAsync(_pending = RequestAsync());
                return cached.Value;
            }

            // The first caller may give up; the request continues for the others, limited by its own timeout.
            pending = _pending ??= RequestAsync();
        }

        return (await pending.WaitAsync(cancellationToken).ConfigureAwait(false)).Value;
    }

    /// <summary>Requests a new token, whatever the cached one is. The cached one serves until then, and if this fails.</summary>
    /// <exception cref="ZerobusException">There is no new token.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        Task<AccessToken>? earlier;
        lock (_gate) earlier = _pending;
        // It may have been sent with credentials that have changed since.
        if (earlier is not null) await Task.WhenAny(earlier).WaitAsync(cancellationToken).ConfigureAwait(false);
        Task<AccessToken> pending;
        lock (_gate) pending = _pending ??= RequestAsync();
        await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops the token, because the service refused it.</summary>
    public void Drop()
    {
        lock (_gate)
            _token = null;
    }

    // A refresh that nobody waits for. The token covers its failure for as long as it is valid.
    private async Task RefreshAsync(Task<AccessToken> pending)
    {
        await Task.WhenAny(pending).ConfigureAwait(false);
        if (pending.Exception is null)
            return;
        lock (_gate)
        {
            if (_token is { } old && old.Left(clock.GetUtcNow()) is { Ticks: > 0 } left)
                ZerobusLog.TokenNotRefreshed(logger, table, (long)left.TotalSeconds);
        }
    }

    private async Task<AccessToken> RequestAsync()
    {
        // Leaves the caller's lock before it does anything else.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (Wait() is { Ticks: > 0 } wait)
                await Task.Delay(wait, clock, CancellationToken.None).ConfigureAwait(false);
            var token = await request().ConfigureAwait(false);
            ZerobusLog.TokenObtained(logger, table, (long)token.Left(clock.GetUtcNow()).TotalSeconds);
            lock (_gate)
            {
                _token = token.Expires is null ? null : token;
                (_failures, _notBefore) = (0, DateTimeOffset.MinValue);
            }

            return token;
        }
        catch (ZerobusException e) when (e.IsRetryable)
        {
            // Those who open streams try again too. Without this, their attempts would multiply with those of the request.
            lock (_gate)
                _notBefore = clock.GetUtcNow() + pauses(++_failures);
            throw;
        }
        finally
        {
            lock (_gate)
                _pending = null;
        }
    }

    private TimeSpan Wait()
    {
        lock (_gate)
            return _notBefore - clock.GetUtcNow();
    }
}
