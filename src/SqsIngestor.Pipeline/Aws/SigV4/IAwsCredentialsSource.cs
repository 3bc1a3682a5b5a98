namespace SqsIngestor.Pipeline.Aws.SigV4;

/// <summary>Gives the AWS credentials of the function's role. May be called from any thread.</summary>
internal interface IAwsCredentialsSource
{
    /// <summary>Credentials that are valid now. Asked before each signed request, because they expire.</summary>
    /// <exception cref="AwsCredentialsException">There are none.</exception>
    ValueTask<AwsCredentials> GetAsync(CancellationToken cancellationToken);
}

/// <summary>There are no AWS credentials.</summary>
/// <param name="reason">Completes the sentence "Cannot …:", without a full stop. Holds no credentials.</param>
/// <param name="isTransient">Whether another attempt can succeed.</param>
internal sealed class AwsCredentialsException(string reason, bool isTransient) : Exception(reason)
{
    /// <summary>Whether another attempt can succeed.</summary>
    public bool IsTransient { get; } = isTransient;
}
