using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>
/// The service principal's credentials from Secrets Manager: read when first asked for, and again when the workspace refuses
/// them, so that a rotation needs no deployment.
/// </summary>
/// <param name="settings">Which secret.</param>
/// <param name="clientId">DATABRICKS_CLIENT_ID; null when the secret has it.</param>
/// <param name="clock">Measures the time between two renewals.</param>
/// <param name="logger">Receives renewals.</param>
internal sealed class SecretCredentials(SecretSettings settings, string? clientId, TimeProvider clock, ILogger logger) : IClientCredentialsSource, IDisposable
{
    // Where every request is refused, for every table, the secret is not the answer.
    private static readonly TimeSpan LeastTimeBetweenRenewals = TimeSpan.FromSeconds(10);

    private readonly SecretsManagerClient _client = new(settings, clock, logger);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ClientCredentials? _current;
    private DateTimeOffset _renewedAt = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    /// <exception cref="FunctionException">The secret cannot be read or used.</exception>
    public async ValueTask<ClientCredentials> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _current) is { } current) return current;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _current ??= await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ClientCredentials?> RenewAsync(ClientCredentials refused, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Another table's request was refused first.
            if (_current is { } current && !current.IsSameAs(refused)) return current;
            var now = clock.GetUtcNow();
            if (now - _renewedAt < LeastTimeBetweenRenewals) return null;
            _renewedAt = now;
            var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.IsSameAs(refused))
            {
                SecretsLog.NotRenewed(logger, settings.Arn, "it has not changed");
                return null;
            }
            SecretsLog.Renewed(logger, settings.Arn);
            return _current = read;
        }
        catch (FunctionException e)
        {
            SecretsLog.NotRenewed(logger, settings.Arn, e.Message.TrimEnd('.'));
            return null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _gate.Dispose();
    }

    private async Task<ClientCredentials> ReadAsync(CancellationToken cancellationToken) =>
        SecretText.Read(await _client.ReadAsync(cancellationToken).ConfigureAwait(false), clientId, settings.Arn);
}
