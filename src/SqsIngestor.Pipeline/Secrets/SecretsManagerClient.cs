using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Secrets.SigV4;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>Reads one secret from AWS Secrets Manager (GetSecretValue, version AWSCURRENT).</summary>
internal sealed class SecretsManagerClient : IDisposable
{
    private const int Attempts = 3;
    private static readonly TimeSpan AttemptTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly SecretSettings _settings;
    private readonly SigV4Signer _signer;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <param name="settings">Which secret, where, as whom.</param>
    /// <param name="clock">Dates signatures and measures pauses.</param>
    /// <param name="logger">Receives attempts that failed.</param>
    public SecretsManagerClient(SecretSettings settings, TimeProvider clock, ILogger logger)
    {
        (_settings, _clock, _logger) = (settings, clock, logger);
        _signer = new SigV4Signer(settings.Credentials, settings.Arn.Region, "secretsmanager");
        // A secret is read once, and seldom again: a kept connection would more likely be dead than useful.
        _http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero, UseCookies = false, AllowAutoRedirect = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Reads the secret, up to three times where that can help.</summary>
    /// <returns>Its text.</returns>
    /// <exception cref="FunctionException">It cannot be read; the message names it and what is missing, never its value.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var (secret, failure) = await AttemptAsync(cancellationToken).ConfigureAwait(false);
            if (secret is not null)
            {
                SecretsLog.SecretRead(_logger, _settings.Arn, _clock.GetElapsedTime(started).TotalMilliseconds);
                return secret;
            }
            if (!failure!.IsTransient || attempt == Attempts || !await PauseAsync(attempt, failure, cancellationToken).ConfigureAwait(false))
                throw new FunctionException(FunctionErrorTypes.CredentialsInvalid, $"The secret {_settings.Arn} cannot be read: {failure.Reason}.");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(string? Secret, SecretFailure? Failure)> AttemptAsync(CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(AttemptTime, _clock);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            using var request = CreateRequest();
            using var response = await _http.SendAsync(request, bound.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(bound.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return (null, SecretFailure.Of(response.StatusCode, body));
            return SecretsManagerAnswer.Secret(body) is { } secret ? (secret, null) : (null, new SecretFailure("it holds neither a text nor bytes"));
        }
        catch (HttpRequestException e)
        {
            return (null, SecretFailure.Unreachable($"could not be reached ({e.HttpRequestError})"));
        }
        catch (OperationCanceledException)
        {
            return (null, SecretFailure.Unreachable("did not answer in time"));
        }
    }

    private HttpRequestMessage CreateRequest()
    {
        var body = Body();
        var endpoint = _settings.Endpoint;
        KeyValuePair<string, string>[] own =
            [new("Host", endpoint.Authority), new("Content-Type", "application/x-amz-json-1.1"), new("X-Amz-Target", "secretsmanager.GetSecretValue")];
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(own[1].Value);
        request.Headers.Host = own[0].Value;
        request.Headers.TryAddWithoutValidation(own[2].Key, own[2].Value);
        foreach (var (name, value) in _signer.Sign("POST", endpoint.AbsolutePath, own, body.Span, _clock.GetUtcNow()))
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private ReadOnlyMemory<byte> Body()
    {
        var body = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(body);
        writer.WriteStartObject();
        writer.WriteString("SecretId", _settings.Arn.Text);
        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }

    /// <returns>False when the time is up.</returns>
    private async Task<bool> PauseAsync(int attempt, SecretFailure failure, CancellationToken cancellationToken)
    {
        SecretsLog.ReadFailed(_logger, _settings.Arn, attempt, failure.Reason);
        await Task.Delay(FirstPause * Math.Pow(2, attempt - 1), _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }
}
