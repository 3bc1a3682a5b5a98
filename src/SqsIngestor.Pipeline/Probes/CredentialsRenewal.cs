using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Secrets;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Probes;

/// <summary>
/// Renews what a probe authenticates with. Otherwise a cached token would hide for an hour that the secret is wrong. Batches go
/// on with the cached tokens until there are new ones. May be called from several invocations at once.
/// </summary>
/// <param name="secret">The secret; null if the function reads none from Secrets Manager.</param>
/// <param name="tokens">The tokens of the tables.</param>
internal sealed class CredentialsRenewal(SecretCredentials? secret, OAuthTokenProvider tokens)
{
    /// <summary>Reads the secret.</summary>
    /// <returns>Why it cannot be used; null if it can.</returns>
    public async Task<FunctionException?> ReadSecretAsync(CancellationToken deadline)
    {
        if (secret is null) return null;
        try
        {
            await secret.ReadAgainAsync(deadline).ConfigureAwait(false);
            return null;
        }
        catch (FunctionException e)
        {
            return e;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new FunctionException(
                FunctionErrorTypes.SecretUnavailable, "The probe had no time to read the secret. Raise the function's timeout.");
        }
    }

    /// <summary>Requests a token for a table.</summary>
    /// <returns>Why there is none; null if there is one.</returns>
    public async Task<ZerobusException?> RenewTokenAsync(string table, CancellationToken deadline)
    {
        try
        {
            await tokens.RenewAsync(ZerobusTableName.Parse(table), deadline).ConfigureAwait(false);
            return null;
        }
        catch (ZerobusException e)
        {
            return e;
        }
    }
}
