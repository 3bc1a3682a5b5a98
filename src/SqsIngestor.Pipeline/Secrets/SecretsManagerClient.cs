using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Aws;
using SqsIngestor.Pipeline.Aws.SigV4;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Shared;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>Reads one secret from AWS Secrets Manager (GetSecretValue, version AWSCURRENT).</summary>
internal sealed class SecretsManagerClient : IDisposable
{
    // A start has 8 s for everything, and nothing works without the secret. Only the time limits the attempts.
    private static readonly TimeSpan ReadTime = FunctionHost.InitTime;
    private static readonly Backoff Pauses = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2), Backoff.Jitter());

    private readonly SecretSettings _settings;
    private readonly AwsServiceClient _service;
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
        _service = Connect(settings, clock);
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

    public void Dispose() => _service.Dispose();

    private static AwsServiceClient Connect(SecretSettings settings, TimeProvider clock)
    {
        try
        {
            return new AwsServiceClient(
                new AwsService("secretsmanager", settings.Arn.Region, settings.Endpoint, settings.Credentials)
                {
                    Variables = settings.Variables,
                    Resolver = settings.Resolver,
                },
                clock);
        }
        catch (ProxyVariableException e)
        {
            throw new FunctionException(FunctionErrorTypes.ConfigurationInvalid, $"Cannot read the secret: {e.Message}", e);
        }
    }

    private async Task<Attempt<string>> AttemptAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _service.PostAsync(
                "application/x-amz-json-1.1", Body(), [new("X-Amz-Target", "secretsmanager.GetSecretValue")], Read,
                cancellationToken).ConfigureAwait(false);
        }
        catch (AwsCredentialsException e)
        {
            return Failure(new SecretFailure(e.Message, e.IsTransient));
        }
        catch (AwsUnreachableException e)
        {
            return Failure(SecretFailure.Unreachable(e.Message));
        }
    }

    private Attempt<string> Read(HttpResponseMessage response, byte[] body)
    {
        if (SecretFailure.NotSecretsManager(response, body) is { } other) return Failure(other);
        if (!response.IsSuccessStatusCode)
        {
            var retryAfter = Backoff.RetryAfter(response.Headers, _clock);
            return Failure(SecretFailure.Classify(response.StatusCode, body, retryAfter));
        }

        return SecretsManagerResponse.Secret(body) is { } secret ? new(secret) : Failure(SecretFailure.Empty);
    }

    private Attempt<string> Failure(SecretFailure failure) =>
        new(null, failure.ToException(_settings.Arn), failure.IsTransient, failure.RetryAfter);

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
