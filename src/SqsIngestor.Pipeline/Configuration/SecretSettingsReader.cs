using SqsIngestor.Pipeline.Aws.RoleCredentials;
using SqsIngestor.Pipeline.Secrets;

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
        var endpoint = new AwsEndpointReader(variables, problems).Read(
            EnvironmentVariables.AwsEndpointUrlSecretsManager, "https://secretsmanager.eu-west-1.amazonaws.com",
            (fips, dualStack) => arn?.Endpoint(fips, dualStack));
        if (arn is not null && endpoint is null && problems.Count == before)
        {
            problems.Add($"{EnvironmentVariables.DatabricksSecretArn} is in the partition {arn.Partition}: set "
                + $"{EnvironmentVariables.AwsEndpointUrlSecretsManager} to the endpoint of Secrets Manager there");
        }
        if (EnvironmentCredentials.Problem(variables, EnvironmentVariables.DatabricksSecretArn) is { } problem)
            problems.Add(problem);
        return problems.Count > before
            ? null
            : new(arn!, endpoint!, new EnvironmentCredentials(variables, clock)) { Variables = variables };
    }
}
