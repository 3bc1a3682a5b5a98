using SqsIngestor.Pipeline.Secrets.SigV4;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>Which secret to read, where, and with whose credentials.</summary>
/// <param name="Arn">DATABRICKS_SECRET_ARN.</param>
/// <param name="Endpoint">The endpoint of Secrets Manager.</param>
/// <param name="Credentials">Gives the credentials of the function's role for each request.</param>
internal sealed record SecretSettings(SecretArn Arn, Uri Endpoint, IAwsCredentialsSource Credentials);
