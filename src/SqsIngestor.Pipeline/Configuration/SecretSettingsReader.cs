using SqsIngestor.Pipeline.Secrets;
using SqsIngestor.Pipeline.Secrets.RoleCredentials;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>Reads the settings of a secret in AWS Secrets Manager from the environment.</summary>
/// <param name="variables">The environment; null for a variable that is not set.</param>
/// <param name="problems">Receives a sentence for each variable that is missing or wrong.</param>
/// <param name="clock">Tells whether credentials of the function's role are still valid.</param>
internal sealed class SecretSettingsReader(Func<string, string?> variables, ICollection<string> problems, TimeProvider clock)
{
    /// <summary>Reads the settings.</summary>
    /// <param name="text">The value of DATABRICKS_SECRET_ARN.</param>
    /// <returns>Null if there was a problem.</returns>
    public SecretSettings? Read(string text)
    {
        var before = problems.Count;
        if (!SecretArn.TryParse(text, out var arn))
        {
            problems.Add($"{EnvironmentVariables.DatabricksSecretArn} '{text}' is not the ARN of a secret, "
                + "arn:aws:secretsmanager:<region>:<account>:secret:<name>");
        }
        var (fips, dualStack) =
            (Switch(EnvironmentVariables.AwsUseFipsEndpoint), Switch(EnvironmentVariables.AwsUseDualStackEndpoint));
        var endpoint = ConfiguredEndpoint() ?? arn?.Endpoint(fips, dualStack);
        if (arn is not null && endpoint is null && problems.Count == before)
        {
            problems.Add($"{EnvironmentVariables.DatabricksSecretArn} is in the partition {arn.Partition}: set "
                + $"{EnvironmentVariables.AwsEndpointUrlSecretsManager} to the endpoint of Secrets Manager there");
        }
        if (EnvironmentCredentials.Problem(variables) is { } problem) problems.Add(problem);
        return problems.Count > before
            ? null
            : new(arn!, endpoint!, new EnvironmentCredentials(variables, clock)) { Variables = variables };
    }

    private bool Switch(string name)
    {
        var text = variables(name);
        if (string.Equals(text, "true", StringComparison.OrdinalIgnoreCase)) return true;
        if (text is not null && !text.Equals("false", StringComparison.OrdinalIgnoreCase))
            problems.Add($"{name} is neither true nor false");
        return false;
    }

    /// <summary>
    /// The endpoint from the variables that all AWS SDKs follow. The variable of the service overrides the general one.
    /// </summary>
    private Uri? ConfiguredEndpoint()
    {
        var ignored = variables(EnvironmentVariables.AwsIgnoreConfiguredEndpointUrls);
        if (string.Equals(ignored, "true", StringComparison.OrdinalIgnoreCase)) return null;
        var name = variables(EnvironmentVariables.AwsEndpointUrlSecretsManager) is null
            ? EnvironmentVariables.AwsEndpointUrl
            : EnvironmentVariables.AwsEndpointUrlSecretsManager;
        if (variables(name) is not { } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url is not { Scheme: "https" or "http", Query: "", Fragment: "", UserInfo: "" })
        {
            problems.Add($"{name} is not the URL of an endpoint, such as https://secretsmanager.eu-west-1.amazonaws.com");
        }
        else if (SecureUrl.Problem(name, url) is { } problem)
        {
            problems.Add(problem);
        }

        return url;
    }
}
