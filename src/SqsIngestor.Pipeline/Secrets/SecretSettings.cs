using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Secrets.SigV4;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>Which secret is read, where, and as whom.</summary>
/// <param name="Arn">DATABRICKS_SECRET_ARN.</param>
/// <param name="Endpoint">Where Secrets Manager is.</param>
/// <param name="Credentials">Those of the function's role.</param>
internal sealed record SecretSettings(SecretArn Arn, Uri Endpoint, AwsCredentials Credentials)
{
    /// <summary>Reads what belongs to a secret; what is missing or wrong is added to the problems.</summary>
    /// <param name="text">The value of DATABRICKS_SECRET_ARN.</param>
    /// <param name="variables">The environment; null where a variable is not set.</param>
    /// <param name="problems">Receives a sentence for each.</param>
    /// <returns>Null when there was a problem.</returns>
    public static SecretSettings? Read(string text, Func<string, string?> variables, ICollection<string> problems)
    {
        var before = problems.Count;
        if (!SecretArn.TryParse(text, out var arn))
            problems.Add($"DATABRICKS_SECRET_ARN '{text}' is not the ARN of a secret, arn:aws:secretsmanager:<region>:<account>:secret:<name>");
        var endpoint = OwnEndpoint(variables, problems) ?? arn?.Endpoint;
        if (arn is not null && endpoint is null && problems.Count == before)
            problems.Add($"DATABRICKS_SECRET_ARN is in the partition {arn.Partition}: set AWS_ENDPOINT_URL_SECRETS_MANAGER to the endpoint of Secrets Manager there");
        var (id, secret) = (variables("AWS_ACCESS_KEY_ID"), variables("AWS_SECRET_ACCESS_KEY"));
        if (id is null || secret is null)
            problems.Add("DATABRICKS_SECRET_ARN needs AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which Lambda sets, are not there");
        return problems.Count > before ? null : new(arn!, endpoint!, new AwsCredentials(id!, secret!, variables("AWS_SESSION_TOKEN")));
    }

    /// <summary>An endpoint of the user's own, by the variables that all AWS SDKs follow: the service's before the general one.</summary>
    private static Uri? OwnEndpoint(Func<string, string?> variables, ICollection<string> problems)
    {
        if (string.Equals(variables("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase)) return null;
        var name = variables("AWS_ENDPOINT_URL_SECRETS_MANAGER") is null ? "AWS_ENDPOINT_URL" : "AWS_ENDPOINT_URL_SECRETS_MANAGER";
        if (variables(name) is not { } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url is not { Scheme: "https" or "http", Query: "", Fragment: "", UserInfo: "" })
            problems.Add($"{name} is not the URL of an endpoint, such as https://secretsmanager.eu-west-1.amazonaws.com");
        else if (url.Scheme == Uri.UriSchemeHttp && !Loopback.IsHostOf(url))
            problems.Add($"{name} is plain http to {url.IdnHost}: use https; http is for loopback addresses only");
        return url;
    }
}
