using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Secrets.SigV4;
using SqsIngestor.Shared;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>Reads one secret from AWS Secrets Manager (GetSecretValue, version AWSCURRENT).</summary>
internal sealed class SecretsManagerClient : IDisposable
{
    // A start has 8 s for everything, and nothing works without the secret. Only the time limits the attempts.
    private static readonly TimeSpan ReadTime = FunctionHost.InitTime;
    private static readonly TimeSpan AttemptTime = TimeSpan.FromSeconds(2);
    private static readonly Backoff Pauses = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2), Backoff.Jitter());

    private readonly SecretSettings _settings;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;
    private readonly RetryLoop _retries;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <param name="settings">Which secret to read, where, and with whose credentials.</param>
    /// <param name="clock">Dates signatures and times retries.</param>
    /// <param name="logger">Receives failed attempts.</param>
    /// <exception cref="FunctionException">The variable that names the proxy cannot be used.</exception>
    public SecretsManagerClient(SecretSettings settings, TimeProvider clock, ILogger logger)
    {
        (_settings, _clock, _logger) = (settings, clock, logger);
        _retries = new RetryLoop(Pauses, int.MaxValue, ReadTime, clock) { Time = ReadTime };
        _handler = CreateHandler(settings);
        _http = new HttpClient(_handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>
    /// Reads the secret. Tries again while the failure is transient, for up to 8 s, and 2 s per attempt. Waits as long as
    /// Secrets Manager asks, if that fits.
    /// </summary>
    /// <param name="cancellationToken">The caller is out of time: the last failure is thrown, not a cancellation.</param>
    /// <returns>Its text.</returns>
    /// <exception cref="FunctionException">It cannot be read. The message names the secret and the reason, never its
    /// value.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        Exception? last = null;
        try
        {
            var outcome =
                await _retries.RunAsync(() => AttemptAsync(cancellationToken), Failed, cancellationToken).ConfigureAwait(false);
            if (outcome.Value is { } secret)
            {
                SecretsLog.SecretRead(_logger, _settings.Arn, _clock.GetElapsedTime(started).TotalMilliseconds);
                return secret;
            }

            last = cancellationToken.IsCancellationRequested ? last ?? outcome.Failure : outcome.Failure;
        }
        catch (OperationCanceledException) when (last is not null)
        {
            // The reason for the attempts says more than the end of the time.
        }

        throw last!;

        void Failed(int attempt, Exception failure)
        {
            // An attempt that is cut short says nothing of the service.
            if (last is not null && cancellationToken.IsCancellationRequested) return;
            last = failure;
            SecretsLog.SecretReadFailed(_logger, _settings.Arn, attempt, failure.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler CreateHandler(SecretSettings settings)
    {
        try
        {
            var handler = HttpHandlers.Create(settings.Endpoint, settings.Variables, settings.Resolver);
            // A secret is read once, and rarely again: a connection kept until then would be dead.
            handler.PooledConnectionLifetime = TimeSpan.Zero;
            return handler;
        }
        catch (ProxyVariableException e)
        {
            throw new FunctionException(FunctionErrorTypes.ConfigurationInvalid, $"Cannot read the secret: {e.Message}", e);
        }
    }

    private async Task<Attempt<string>> AttemptAsync(CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(AttemptTime, _clock);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            var credentials = await _settings.Credentials.GetAsync(bound.Token).ConfigureAwait(false);
            using var request = CreateRequest(credentials);
            using var response = await _http.SendAsync(request, bound.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(bound.Token).ConfigureAwait(false);
            if (SecretFailure.NotSecretsManager(response, body) is { } other) return Failure(other);
            if (!response.IsSuccessStatusCode)
            {
                var retryAfter = Backoff.RetryAfter(response.Headers, _clock);
                return Failure(SecretFailure.Classify(response.StatusCode, body, retryAfter));
            }

            return SecretsManagerResponse.Secret(body) is { } secret ? new(secret) : Failure(SecretFailure.Empty);
        }
        catch (AwsCredentialsException e)
        {
            return Failure(new SecretFailure(e.Message, e.IsTransient));
        }
        catch (HttpRequestException e)
        {
            return Failure(SecretFailure.Unreachable($"could not be reached ({HttpHandlers.Reason(_handler, e)})"));
        }
        catch (OperationCanceledException)
        {
            return Failure(SecretFailure.Unreachable("did not answer in time"));
        }
    }

    private Attempt<string> Failure(SecretFailure failure) =>
        new(null, failure.ToException(_settings.Arn), failure.IsTransient, failure.RetryAfter);

    private HttpRequestMessage CreateRequest(AwsCredentials credentials)
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
        var signer = new SigV4Signer(credentials, _settings.Arn.Region, "secretsmanager");
        foreach (var (name, value) in signer.Sign("POST", endpoint.AbsolutePath, own, body.Span, _clock.GetUtcNow()))
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
}
