using SqsIngestor.Pipeline.Identity;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Configuration;

/// <summary>The variables of authentication without a secret.</summary>
public sealed class IdentityVariablesTests : IDisposable
{
    private readonly FunctionVariables _variables = new() { ["DATABRICKS_CLIENT_SECRET"] = null };

    public void Dispose() => _variables.Dispose();

    [Fact]
    public async Task Read_AwsIdentity_TakesRegionRoleAndTheTokenEndpointAsAudience()
    {
        UseAws();

        var settings = _variables.Read();

        var identity = Assert.IsType<AwsIdentity>(settings.Identity);
        Assert.Null(settings.Secret);
        Assert.Equal(
            ("sts", "eu-west-1", new Uri("https://sts.eu-west-1.amazonaws.com")),
            (identity.Service.Name, identity.Service.Region, identity.Service.Endpoint));
        Assert.Equal(
            ("https://dbc-1.cloud.databricks.com/oidc/v1/token", TimeSpan.FromSeconds(900)),
            (identity.Audience, identity.Lifetime));
        Assert.Equal("ASIA1", (await identity.Service.Credentials.GetAsync(default)).AccessKeyId);
        Assert.DoesNotContain("key-1", identity.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AwsIdentityWithEverySetting_UsesThem()
    {
        UseAws();
        _variables["DATABRICKS_CLIENT_ID"] = null;
        _variables["DATABRICKS_TOKEN_AUDIENCE"] = "databricks";
        _variables["IDENTITY_TOKEN_LIFETIME"] = "60";
        _variables["AWS_ENDPOINT_URL"] = "https://all.example";
        _variables["AWS_ENDPOINT_URL_STS"] = "https://sts.example";

        var settings = _variables.Read();

        var identity = Assert.IsType<AwsIdentity>(settings.Identity);
        Assert.Null(settings.ClientId);
        Assert.Equal(
            ("databricks", TimeSpan.FromMinutes(1), new Uri("https://sts.example")),
            (identity.Audience, identity.Lifetime, identity.Service.Endpoint));
    }

    [Theory]
    [InlineData("eu-west-1", "true", null, "https://sts-fips.eu-west-1.amazonaws.com/")]
    [InlineData("eu-west-1", null, "true", "https://sts.eu-west-1.api.aws/")]
    [InlineData("us-gov-west-1", "true", null, "https://sts.us-gov-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", null, null, "https://sts.cn-north-1.amazonaws.com.cn/")]
    [InlineData("eusc-de-east-1", null, null, "https://sts.eusc-de-east-1.amazonaws.eu/")]
    public void Read_Region_GivesTheEndpointOfSts(string region, string? fips, string? dualStack, string expected)
    {
        UseAws();
        _variables["AWS_REGION"] = region;
        _variables["AWS_USE_FIPS_ENDPOINT"] = fips;
        _variables["AWS_USE_DUALSTACK_ENDPOINT"] = dualStack;

        Assert.Equal(expected, Assert.IsType<AwsIdentity>(_variables.Read().Identity).Service.Endpoint.ToString());
    }

    [Theory]
    [InlineData("AWS_REGION", null, "AWS_REGION is not set")]
    [InlineData("AWS_REGION", "eu west", "AWS_REGION is not a region")]
    [InlineData("AWS_REGION", "us-iso-east-1", "set AWS_ENDPOINT_URL_STS to its endpoint")]
    [InlineData("AWS_ACCESS_KEY_ID", null, "DATABRICKS_AUTH_TYPE aws-identity needs AWS credentials")]
    [InlineData("AWS_ENDPOINT_URL_STS", "http://sts.example", "AWS_ENDPOINT_URL_STS is plain http")]
    [InlineData("IDENTITY_TOKEN_LIFETIME", "59", "IDENTITY_TOKEN_LIFETIME is not a whole number from 60 to 3600")]
    [InlineData("IDENTITY_TOKEN_LIFETIME", "1h", "IDENTITY_TOKEN_LIFETIME is not a whole number from 60 to 3600")]
    [InlineData("DATABRICKS_CLIENT_SECRET", "s3cr3t", "does not use DATABRICKS_CLIENT_SECRET: remove DATABRICKS_CLIENT_SECRET")]
    [InlineData("DATABRICKS_SECRET_ARN", "arn", "does not use DATABRICKS_SECRET_ARN")]
    [InlineData("DATABRICKS_OIDC_TOKEN_FILEPATH", "/x", "does not use DATABRICKS_OIDC_TOKEN_FILEPATH")]
    [InlineData("DATABRICKS_AUTH_TYPE", "aws", "is not oauth-m2m, file-oidc, env-oidc or aws-identity")]
    public void Read_AwsIdentityWithAProblem_NamesIt(string name, string? value, string problem)
    {
        UseAws();

        var message = _variables.Problem(name, value);

        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DATABRICKS_OIDC_TOKEN_FILEPATH", "set it to file-oidc")]
    [InlineData("DATABRICKS_OIDC_TOKEN_ENV", "set it to env-oidc")]
    [InlineData("DATABRICKS_TOKEN_AUDIENCE", "set it to aws-identity")]
    public void Read_SettingWithoutItsType_SaysWhichTypeUsesIt(string name, string problem)
    {
        _variables["DATABRICKS_CLIENT_SECRET"] = "s3cr3t";

        Assert.Contains(
            $"{name} is set, but DATABRICKS_AUTH_TYPE is not: {problem}", _variables.Problem(name, "x"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoSecretAndNoType_NamesTheWaysWithoutASecret() =>
        Assert.Contains(
            "names no way without a secret (file-oidc, env-oidc, aws-identity)", _variables.Problem("X", null),
            StringComparison.Ordinal);

    [Fact]
    public async Task Read_FileOidc_ReadsTheFileAgainForEachToken()
    {
        using var file = new TemporaryFile("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJvbmUifQ.c2ln\n");
        _variables["DATABRICKS_AUTH_TYPE"] = "file-oidc";
        _variables["DATABRICKS_OIDC_TOKEN_FILEPATH"] = file.Path;
        var source = _variables.Read().Identity!.CreateSource(TimeProvider.System, new RecordingLoggerFactory().CreateLogger(""));
        Assert.Equal("one", (await source.GetAsync(default)).Subject);

        await File.WriteAllTextAsync(file.Path, "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0d28ifQ.c2ln");

        Assert.Equal("two", (await source.GetAsync(default)).Subject);
    }

    [Theory]
    [InlineData(null, "DATABRICKS_OIDC_TOKEN_FILEPATH is not set")]
    [InlineData("/nowhere/token", "there is no file /nowhere/token")]
    public void Read_FileOidcWithoutAFile_IsAProblem(string? path, string problem)
    {
        _variables["DATABRICKS_AUTH_TYPE"] = "file-oidc";

        Assert.Contains(problem, _variables.Problem("DATABRICKS_OIDC_TOKEN_FILEPATH", path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EnvOidc_ReadsTheNamedVariable()
    {
        _variables["DATABRICKS_AUTH_TYPE"] = "env-oidc";
        Assert.Contains("DATABRICKS_OIDC_TOKEN is not set", _variables.Problem("X", null), StringComparison.Ordinal);
        _variables["DATABRICKS_OIDC_TOKEN_ENV"] = "OWN_TOKEN";
        _variables["OWN_TOKEN"] = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJvbmUifQ.c2ln";

        var source = _variables.Read().Identity!.CreateSource(TimeProvider.System, new RecordingLoggerFactory().CreateLogger(""));

        Assert.Equal("one", (await source.GetAsync(default)).Subject);
    }

    private void UseAws()
    {
        _variables["DATABRICKS_AUTH_TYPE"] = "aws-identity";
        _variables["AWS_REGION"] = "eu-west-1";
        _variables["AWS_ACCESS_KEY_ID"] = "ASIA1";
        _variables["AWS_SECRET_ACCESS_KEY"] = "key-1";
        _variables["AWS_SESSION_TOKEN"] = "session-1";
    }
}
