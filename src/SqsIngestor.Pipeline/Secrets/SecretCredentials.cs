using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>
/// The service principal's credentials from Secrets Manager. Reads them on first use, and again if the workspace refuses them,
/// so that a rotation needs no deployment. May be used from any thread.
/// </summary>
/// <param name="settings">Which secret.</param>
/// <param name="clientId">DATABRICKS_CLIENT_ID; null if the secret has it.</param>
/// <param name="clock">Measures the time between two renewals.</param>
/// <param name="logger">Receives renewals.</param>
internal sealed class SecretCredentials(
    SecretSettings settings, string? clientId, TimeProvider clock, ILogger logger) : IClientCredentialsSource, IDisposable
{
    // If the workspace refuses every request, for every table, another read of the secret does not help.
    private static readonly TimeSpan MinimumTimeBetweenRenewals = TimeSpan.FromSeconds(10);

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
            // The request of another table was refused first, and the credentials are renewed already.
            if (_current is { } current && !current.IsSameAs(refused)) return current;
            var now = clock.GetUtcNow();
            if (now - _renewedAt < MinimumTimeBetweenRenewals) return null;
            _renewedAt = now;
            var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.IsSameAs(refused))
            {
                SecretsLog.SecretNotRenewed(logger, settings.Arn, "it has not changed");
                return null;
            }
            SecretsLog.SecretRenewed(logger, settings.Arn);
            return _current = read;
        }
        catch (FunctionException e)
        {
            SecretsLog.SecretNotRenewed(logger, settings.Arn, e.Message.TrimEnd('.'));
            return null;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads the secret, also if the workspace still accepts what was read before, and uses it from now on.</summary>
    /// <exception cref="FunctionException">The secret cannot be read or used. The earlier credentials stay.</exception>
    public async Task ReadAgainAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (_current is { } current && !read.IsSameAs(current)) SecretsLog.SecretReplaced(logger, settings.Arn);
            _current = read;
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
