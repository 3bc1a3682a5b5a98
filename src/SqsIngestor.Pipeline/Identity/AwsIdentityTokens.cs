using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Aws;
using SqsIngestor.Pipeline.Aws.SigV4;
using SqsIngestor.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Identity;

/// <summary>
/// The identity tokens of an AWS role, from AWS STS (GetWebIdentityToken). One token serves for half of its lifetime, and, if STS
/// fails transiently then, until it expires. May be called from any thread; one request is in flight.
/// </summary>
internal sealed class AwsIdentityTokens : IIdentityTokenSource, IDisposable
{
    // Whoever opens a stream tries again too, and a start has 8 s for everything.
    private const int Attempts = 3;
    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(1);
    private static readonly Backoff Pauses = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2), Backoff.Jitter());

    private readonly AwsIdentity _settings;
    private readonly AwsServiceClient _service;
    private readonly RetryLoop _retries;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private Held? _held;

    /// <param name="settings">STS, audience and lifetime.</param>
    /// <param name="clock">Dates signatures, and times retries and the cache.</param>
    /// <param name="logger">Receives failed attempts.</param>
    /// <exception cref="ZerobusException">The variable that names the proxy cannot be used.</exception>
    public AwsIdentityTokens(AwsIdentity settings, TimeProvider clock, ILogger logger)
    {
        (_settings, _clock, _logger) = (settings, clock, logger);
        _retries = new RetryLoop(Pauses, Attempts, RequestTime, clock) { Time = RequestTime };
        try
        {
            _service = new AwsServiceClient(settings.Service, clock);
        }
        catch (ProxyVariableException e)
        {
            throw new ZerobusException(ZerobusErrorCode.ProxyInvalid, e.What, innerException: e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IdentityToken> GetAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } fresh) return fresh;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Fresh() ?? await RequestAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ZerobusException e) when (e.IsRetryable && _held is { } held && _clock.GetUtcNow() < held.Ends)
        {
            IdentityLog.TokenNotRenewed(_logger, (long)(held.Ends - _clock.GetUtcNow()).TotalSeconds, e.Message);
            return held.Token;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _service.Dispose();
        _gate.Dispose();
    }

    private IdentityToken? Fresh() =>
        Volatile.Read(ref _held) is { } held && _clock.GetUtcNow() < held.RenewAt ? held.Token : null;

    private async Task<IdentityToken> RequestAsync(CancellationToken cancellationToken)
    {
        var asked = _clock.GetUtcNow();
        var lifetime = _settings.Lifetime;
        var outcome = await RunAsync(lifetime, cancellationToken).ConfigureAwait(false);
        if (outcome.Failure is StsRefusal { IsTooLong: true } && lifetime > ShortestLifetime)
        {
            // The role's session ends soon. Its credentials are replaced by then.
            lifetime = ShortestLifetime;
            outcome = await RunAsync(lifetime, cancellationToken).ConfigureAwait(false);
        }

        var token = outcome.Value ?? throw (outcome.Failure as StsRefusal)?.ToException(_settings) ?? outcome.Failure!;
        IdentityLog.TokenObtained(_logger, token.Issuer, token.Subject, (long)lifetime.TotalSeconds);
        // By this machine's clock, from the moment of the request: a clock that is off does not end a token early or late.
        Volatile.Write(ref _held, new(token, asked + (lifetime / 2), asked + lifetime));
        return token;
    }

    private Task<Attempt<IdentityToken>> RunAsync(TimeSpan lifetime, CancellationToken cancellationToken) => _retries.RunAsync(
        () => AttemptAsync(Body(lifetime), cancellationToken),
        (attempt, failure) => IdentityLog.TokenRequestFailed(_logger, attempt, failure.Message), cancellationToken);

    private async Task<Attempt<IdentityToken>> AttemptAsync(byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            return await _service.PostAsync(
                "application/x-www-form-urlencoded; charset=utf-8", body, [], Read, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsCredentialsException e)
        {
            return Failure(StsRefusal.NoCredentials(e));
        }
        catch (AwsUnreachableException e)
        {
            return Failure(StsRefusal.Unreachable(e.Message));
        }
    }

    private Attempt<IdentityToken> Read(HttpResponseMessage response, byte[] body)
    {
        if (response.IsSuccessStatusCode && StsResponse.Text(body, "WebIdentityToken") is { } jwt)
            return new(IdentityToken.Parse(jwt, "AWS STS"));
        return Failure(StsRefusal.Of(response, body, _clock));
    }

    private static Attempt<IdentityToken> Failure(StsRefusal refusal) =>
        new(null, refusal, refusal.IsTransient, refusal.RetryAfter);

    private byte[] Body(TimeSpan lifetime) => Encoding.ASCII.GetBytes(
        "Action=GetWebIdentityToken&Version=2011-06-15"
        + $"&Audience.member.1={Uri.EscapeDataString(_settings.Audience)}&SigningAlgorithm=RS256"
        + string.Create(CultureInfo.InvariantCulture, $"&DurationSeconds={lifetime.TotalSeconds:0}"));

    private sealed record Held(IdentityToken Token, DateTimeOffset RenewAt, DateTimeOffset Ends);
}
