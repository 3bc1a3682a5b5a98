using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Tests.Configuration;

/// <summary>The variables that say where the secret is, and who reads it.</summary>
public sealed class SecretVariablesTests : IDisposable
{
    private const string Arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:databricks-a1b2c3";

    private readonly FunctionVariables _variables = new();

    public void Dispose() => _variables.Dispose();

    private FunctionSettings Read() => _variables.Read();

    private string Problem(string name, string? value) => _variables.Problem(name, value);

    [Fact]
    public void Read_NoSecretAnywhere_NamesBothPlaces() =>
        Assert.Contains(
            "neither DATABRICKS_SECRET_ARN nor DATABRICKS_CLIENT_SECRET is set", Problem("DATABRICKS_CLIENT_SECRET", null),
            StringComparison.Ordinal);

    [Fact]
    public void Read_SecretInBothPlaces_SaysToKeepOne() =>
        Assert.Contains(
            "DATABRICKS_SECRET_ARN and DATABRICKS_CLIENT_SECRET are both set: keep one", Problem("DATABRICKS_SECRET_ARN", Arn),
            StringComparison.Ordinal);

    [Fact]
    public async Task Read_SecretArn_TakesTheRolesCredentialsAndNeedsNoClientId()
    {
        UseSecret();
        _variables["DATABRICKS_CLIENT_ID"] = null;

        var settings = Read();

        Assert.Null(settings.ClientId);
        Assert.Equal(
            (Arn, new Uri("https://secretsmanager.eu-west-1.amazonaws.com")),
            (settings.Secret!.Arn.Text, settings.Secret.Endpoint));
        var credentials = await settings.Secret.Credentials.GetAsync(default);
        Assert.Equal(
            ("ASIA1", "key-1", "session-1"),
            (credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken));
        Assert.DoesNotContain("key-1", settings.Secret.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null, "https://secretsmanager.eu-west-1.amazonaws.com/")]
    [InlineData("true", "false", null, "https://secretsmanager-fips.eu-west-1.amazonaws.com/")]
    [InlineData("TRUE", "true", null, "https://secretsmanager-fips.eu-west-1.amazonaws.com/")]
    [InlineData("true", "true", "https://own", "https://own/")]
    public void Read_FipsOrDualStack_ChoosesTheEndpointUnlessOneIsNamed(string? fips, string? dual, string? own, string expected)
    {
        UseSecret();
        _variables["AWS_USE_FIPS_ENDPOINT"] = fips;
        _variables["AWS_USE_DUALSTACK_ENDPOINT"] = dual;
        _variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = own;

        Assert.Equal(expected, Read().Secret!.Endpoint.ToString());
    }

    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9001/credentials", null)]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1", null)]
    [InlineData(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.169.254/x",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI is plain http to 169.254.169.254: use https")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "x", "AWS_CONTAINER_CREDENTIALS_FULL_URI is not a URL")]
    public void Read_CredentialsOfAContainer_AreEnough(string name, string value, string? problem)
    {
        UseSecret();
        _variables["AWS_ACCESS_KEY_ID"] = null;
        _variables["AWS_SECRET_ACCESS_KEY"] = null;
        _variables[name] = value;

        if (problem is null)
            Assert.NotNull(Read().Secret);
        else
            Assert.Contains(problem, Problem(name, value), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://general", null, null, "https://general/")]
    [InlineData("https://general", "https://own", null, "https://own/")]
    [InlineData(null, "http://127.0.0.1:9", null, "http://127.0.0.1:9/")]
    [InlineData("https://general", "https://own", "true", "https://secretsmanager.eu-west-1.amazonaws.com/")]
    public void Read_OwnEndpoint_TakesThePlaceOfTheRegions(string? general, string? own, string? ignore, string expected)
    {
        UseSecret();
        _variables["AWS_ENDPOINT_URL"] = general;
        _variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = own;
        _variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = ignore;

        Assert.Equal(expected, Read().Secret!.Endpoint.ToString());
    }

    [Theory]
    [InlineData("DATABRICKS_SECRET_ARN", "databricks", "DATABRICKS_SECRET_ARN 'databricks' is not the ARN of a secret")]
    [InlineData(
        "DATABRICKS_SECRET_ARN", "arn:aws-x:secretsmanager:xx-1:123456789012:secret:x",
        "is in the partition aws-x: set AWS_ENDPOINT_URL_SECRETS_MANAGER")]
    [InlineData("AWS_ACCESS_KEY_ID", null, "neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY nor AWS_CONTAINER_CREDENTIALS_")]
    [InlineData("AWS_SECRET_ACCESS_KEY", null, "neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY nor AWS_CONTAINER_CRED")]
    [InlineData("AWS_USE_FIPS_ENDPOINT", "1", "AWS_USE_FIPS_ENDPOINT is neither true nor false")]
    [InlineData("AWS_ENDPOINT_URL", "localhost", "AWS_ENDPOINT_URL is not the URL of an endpoint")]
    [InlineData(
        "AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://elsewhere",
        "AWS_ENDPOINT_URL_SECRETS_MANAGER is plain http to elsewhere: use https")]
    public void Read_SecretsSettingsWrong_AreNamed(string name, string? value, string problem)
    {
        UseSecret();

        Assert.Contains(problem, Problem(name, value), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ProxyOfTheSecretWrong_IsNamed()
    {
        UseSecret();
        _variables["no_proxy"] = "cloud.databricks.com";

        Assert.Contains("https_proxy does not name a usable proxy", Problem("https_proxy", "hunter2"), StringComparison.Ordinal);
    }

    private void UseSecret()
    {
        _variables["DATABRICKS_CLIENT_SECRET"] = null;
        _variables["DATABRICKS_SECRET_ARN"] = Arn;
        _variables["AWS_ACCESS_KEY_ID"] = "ASIA1";
        _variables["AWS_SECRET_ACCESS_KEY"] = "key-1";
        _variables["AWS_SESSION_TOKEN"] = "session-1";
    }
}
