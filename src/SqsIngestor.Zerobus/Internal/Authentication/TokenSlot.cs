using Microsoft.Extensions.Logging;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>The cache of one key: at most one request in flight, whose answer serves all who wait.</summary>
internal sealed class TokenSlot(string key, Func<Task<AccessToken>> request, TimeProvider clock, ILogger logger)
{
    private readonly Lock _gate = new();
    private AccessToken? _token;
    private Task<AccessToken>? _pending;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        Task<AccessToken> pending;
        lock (_gate)
        {
            if (_token is { } cached && !cached.IsDue(clock.GetUtcNow()))
                return cached.Value;
            // Whoever asked first may give up; the request goes on for the others, bounded by its own time-out.
            pending = _pending ??= RequestAsync();
        }

        try
        {
            return (await pending.WaitAsync(cancellationToken).ConfigureAwait(false)).Value;
        }
        catch (ZerobusException) when (Old() is { } old)
        {
            Log.TokenServedOld(logger, key, (long)old.Left(clock.GetUtcNow()).TotalSeconds);
            return old.Value;
        }
    }

    /// <summary>The service refused the token.</summary>
    public void Drop()
    {
        lock (_gate)
            _token = null;
    }

    private AccessToken? Old()
    {
        lock (_gate)
            return _token is { } token && token.Left(clock.GetUtcNow()) > TimeSpan.Zero ? token : null;
    }

    private async Task<AccessToken> RequestAsync()
    {
        // Leaves the lock of the caller before anything else happens.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var token = await request().ConfigureAwait(false);
            Log.TokenObtained(logger, key, (long)token.Left(clock.GetUtcNow()).TotalSeconds);
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
