using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Oidc;
using SqsIngestor.Emulator.Sts;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Schema;

/// <summary><c>schema pull</c> without a secret.</summary>
public sealed class PullIdentityTests
{
    private const string Audience = "databricks";

    [Fact]
    public async Task Pull_RoleOfAws_ReadsTheTable()
    {
        await using var sts = await LocalSecurityTokenService.StartAsync();

        var result = await PullAsync(sts, [
            new("DATABRICKS_AUTH_TYPE", "aws-identity"), new("DATABRICKS_TOKEN_AUDIENCE", Audience),
            new("AWS_REGION", "eu-west-1"), new("AWS_ENDPOINT_URL_STS", sts.Endpoint.ToString()),
            new("AWS_ACCESS_KEY_ID", sts.Credentials.AccessKeyId),
            new("AWS_SECRET_ACCESS_KEY", sts.Credentials.SecretAccessKey),
            new("AWS_SESSION_TOKEN", sts.Credentials.SessionToken)]);

        Assert.Equal(("", 0), (result.Errors, result.ExitCode));
    }

    [Fact]
    public async Task Pull_TokenInAVariable_ReadsTheTable()
    {
        await using var sts = await LocalSecurityTokenService.StartAsync();

        var result = await PullAsync(sts, [
            new("DATABRICKS_AUTH_TYPE", "env-oidc"),
            new("DATABRICKS_OIDC_TOKEN", sts.Issue(new() { Audience = Audience, Algorithm = "ES256" }))]);

        Assert.Equal(("", 0), (result.Errors, result.ExitCode));
    }

    [Fact]
    public async Task Pull_TokenOfAnotherSubject_NamesItAndTheSideOfDatabricks()
    {
        await using var sts = await LocalSecurityTokenService.StartAsync();

        var result = await PullAsync(sts, [
            new("DATABRICKS_AUTH_TYPE", "env-oidc"),
            new("DATABRICKS_OIDC_TOKEN", sts.Issue(new() { Audience = Audience, Subject = "repo:other" }))]);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("subject repo:other", result.Errors, StringComparison.Ordinal);
        Assert.Contains("In Databricks, create or correct a federation policy", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file-oidc", "DATABRICKS_OIDC_TOKEN_FILEPATH is not set")]
    [InlineData("env-oidc", "DATABRICKS_OIDC_TOKEN is not set")]
    [InlineData("databricks-cli", "is not oauth-m2m, file-oidc, env-oidc or aws-identity")]
    public async Task Pull_HalfConfigured_IsAnErrorWithACode(string type, string words)
    {
        await using var sts = await LocalSecurityTokenService.StartAsync();

        var result = await PullAsync(sts, [new("DATABRICKS_AUTH_TYPE", type)]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("credentials_missing", result.Errors, StringComparison.Ordinal);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
    }

    private static async Task<CommandResult> PullAsync(
        LocalSecurityTokenService sts, IReadOnlyList<KeyValuePair<string, string>> more)
    {
        await using var databricks = await LocalDatabricks.StartAsync();
        databricks.Tables.Create(File.ReadAllText(RepositoryFiles.PathOf("descriptors", "orders.sql")).Split(';')[0]);
        databricks.FederationPolicies.Add(new FederationPolicy(sts.Issuer, Audience, sts.RoleArn));
        using var folder = new TemporaryFolder();
        var variables = new Dictionary<string, string>(more)
        {
            ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
            ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
            ["DATABRICKS_CLIENT_SECRET"] = "",
            ["DATABRICKS_TOKEN"] = "",
        };
        return await SqsIngestorProgram.RunWithAsync(
            variables, "schema", "pull", "--table", "main.sales.orders", "--output", folder.Path);
    }
}
