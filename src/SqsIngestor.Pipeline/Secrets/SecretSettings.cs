using System.Net;
using SqsIngestor.Pipeline.Aws.SigV4;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>Which secret to read, where, and with whose credentials.</summary>
/// <param name="Arn">DATABRICKS_SECRET_ARN.</param>
/// <param name="Endpoint">The endpoint of Secrets Manager.</param>
/// <param name="Credentials">Gives the credentials of the function's role for each request.</param>
internal sealed record SecretSettings(SecretArn Arn, Uri Endpoint, IAwsCredentialsSource Credentials)
{
    /// <summary>The environment, which names the proxy.</summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The addresses of a name; null asks the system. For tests.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>>? Resolver { get; init; }
}
