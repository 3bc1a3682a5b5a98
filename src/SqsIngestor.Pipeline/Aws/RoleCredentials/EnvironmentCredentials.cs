using SqsIngestor.Pipeline.Aws.SigV4;
using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Aws.RoleCredentials;

/// <summary>
/// The credentials that the environment holds or points to: AWS_ACCESS_KEY_ID and its companions first, then the endpoint that
/// AWS_CONTAINER_CREDENTIALS_… names, as in the AWS SDKs. Reads the variables anew each time, because credentials expire.
/// </summary>
/// <param name="variables">The environment; null for a variable that is not set.</param>
/// <param name="clock">Tells whether credentials are still valid.</param>
internal sealed class EnvironmentCredentials(Func<string, string?> variables, TimeProvider clock) : IAwsCredentialsSource
{
    private readonly ContainerCredentials _container = new(variables, clock);

    /// <summary>
    /// What is wrong with the environment, as a sentence without a full stop; null if it has or names credentials.
    /// </summary>
    /// <param name="variables">The environment; null for a variable that is not set.</param>
    /// <param name="setting">The setting that needs credentials.</param>
    public static string? Problem(Func<string, string?> variables, string setting)
    {
        if (FromVariables(variables) is not null) return null;
        return ContainerEndpoint.IsNamed(variables)
            ? ContainerEndpoint.Find(variables).Problem
            : $"{setting} needs AWS credentials, but neither "
                + $"{EnvironmentVariables.AwsAccessKeyId} and {EnvironmentVariables.AwsSecretAccessKey} nor "
                + $"{EnvironmentVariables.AwsContainerCredentialsFullUri} is set; Lambda sets them";
    }

    /// <inheritdoc/>
    public ValueTask<AwsCredentials> GetAsync(CancellationToken cancellationToken) =>
        FromVariables(variables) is { } credentials ? new(credentials) : _container.GetAsync(cancellationToken);

    private static AwsCredentials? FromVariables(Func<string, string?> variables) =>
        variables(EnvironmentVariables.AwsAccessKeyId) is { } id
        && variables(EnvironmentVariables.AwsSecretAccessKey) is { } secret
            ? new(id, secret, variables(EnvironmentVariables.AwsSessionToken))
            : null;
}
