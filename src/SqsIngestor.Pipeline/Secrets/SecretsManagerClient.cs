using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Errors;
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

    /// <param name="settings">Which secret to read, where, and with whose credentials.</param>
    /// <param name="clock">Dates signatures and times retries.</param>
    /// <param name="logger">Receives failed attempts.</param>
    public SecretsManagerClient(SecretSettings settings, TimeProvider clock, ILogger logger)
    {
        (_settings, _clock, _logger) = (settings, clock, logger);
        _signer = new SigV4Signer(settings.Credentials, settings.Arn.Region, "secretsmanager");
        // A secret is read once, and rarely again: a connection kept until then would be dead.
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            UseCookies = false,
            AllowAutoRedirect = false,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Reads the secret. Tries up to three times, 2 s each, if the failure is transient.</summary>
    /// <returns>Its text.</returns>
    /// <exception cref="FunctionException">It cannot be read. The message names the secret and the reason, never its
    /// value.</exception>
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
            var retry = failure!.IsTransient
                && attempt < Attempts
                && await PauseAsync(attempt, failure, cancellationToken).ConfigureAwait(false);
            if (!retry)
            {
                throw new FunctionException(
                    FunctionErrorTypes.CredentialsInvalid, $"Cannot read the secret {_settings.Arn}: {failure.Reason}.");
            }
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
            if (!response.IsSuccessStatusCode) return (null, SecretFailure.Classify(response.StatusCode, body));
            return SecretsManagerResponse.Secret(body) is { } secret ? (secret, null) : (null, SecretFailure.Empty);
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
        [
            new("Host", endpoint.Authority),
            new("Content-Type", "application/x-amz-json-1.1"),
            new("X-Amz-Target", "secretsmanager.GetSecretValue"),
        ];
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

    /// <returns>False if it was cancelled.</returns>
    private async Task<bool> PauseAsync(int attempt, SecretFailure failure, CancellationToken cancellationToken)
    {
        SecretsLog.SecretReadFailed(_logger, _settings.Arn, attempt, failure.Reason);
        var pause = Task.Delay(FirstPause * Math.Pow(2, attempt - 1), _clock, cancellationToken);
        await pause.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }
}
