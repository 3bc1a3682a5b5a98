using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Oidc;
using SqsIngestor.Emulator.Sts;

namespace SqsIngestor.EndToEnd.Tests.Lifecycle;

/// <summary>The real program without a secret: an identity token of its role, exchanged at the workspace.</summary>
public sealed class IdentityFunctionTests
{
    private const string Audience = "databricks";

    private static DeploymentOptions Options(
        LocalSecurityTokenService sts, Action<LocalDatabricks>? beforeStart = null) => new()
        {
            BeforeStart = beforeStart ?? (databricks => Trust(databricks, sts)),
            Environment = new Dictionary<string, string?>
            {
                ["DATABRICKS_CLIENT_SECRET"] = null,
                ["DATABRICKS_AUTH_TYPE"] = "aws-identity",
                ["DATABRICKS_TOKEN_AUDIENCE"] = Audience,
                ["AWS_ENDPOINT_URL_STS"] = sts.Endpoint.ToString(),
                ["AWS_ACCESS_KEY_ID"] = sts.Credentials.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = sts.Credentials.SecretAccessKey,
                ["AWS_SESSION_TOKEN"] = sts.Credentials.SessionToken,
                ["AWS_LAMBDA_LOG_LEVEL"] = "TRACE",
            },
        };

    private static void Trust(LocalDatabricks databricks, LocalSecurityTokenService sts) =>
        databricks.FederationPolicies.Add(new FederationPolicy(sts.Issuer, Audience, sts.RoleArn));

    [Fact]
    public async Task Invoke_AwsIdentity_LandsRowsAndLogsNoToken()
    {
        await using var sts = await LocalSecurityTokenService.StartAsync();
        await using var deployment = await Deployment.StartAsync(Options(sts));

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Sample("basic"))));

        Assert.Single(
            deployment.Lambda.Output, static line => line.Text.Contains("IdentityTokenObtained", StringComparison.Ordinal));
        Assert.Contains(sts.RoleArn, deployment.FunctionOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", deployment.FunctionOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(sts.Credentials.SecretAccessKey, deployment.FunctionOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(sts.Credentials.SessionToken, deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PolicyIsMissing_IsAnInitErrorThatPointsToDatabricks()
    {
        await using var sts = await LocalSecurityTokenService.StartAsync();

        var error = await Assert.ThrowsAsync<LambdaInitException>(() => Deployment.StartAsync(Options(sts, static _ => { })));

        Assert.Equal("Function.CredentialsInvalid", error.ErrorType);
        Assert.Contains("TokenRefused", error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(
            $"issuer {sts.Issuer}, subject {sts.RoleArn}, audience {Audience}", error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("In Databricks, create or correct a federation policy", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FederationIsOff_IsAnInitErrorThatPointsToAws()
    {
        await using var sts = await LocalSecurityTokenService.StartAsync();
        sts.FederationEnabled = false;

        var error = await Assert.ThrowsAsync<LambdaInitException>(() => Deployment.StartAsync(Options(sts)));

        Assert.Equal("Function.CredentialsInvalid", error.ErrorType);
        Assert.Contains("IdentityTokenRefused", error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("In AWS, run", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_TokenWithoutPrivileges_IsAnInitErrorThatPointsToTheGrants()
    {
        await using var sts = await LocalSecurityTokenService.StartAsync();

        var error = await Assert.ThrowsAsync<LambdaInitException>(() => Deployment.StartAsync(Options(sts, databricks =>
        {
            Trust(databricks, sts);
            databricks.Faults.ExchangeWithoutPrivileges = true;
        })));

        Assert.Equal("Function.CredentialsInvalid", error.ErrorType);
        Assert.Contains("PermissionDenied", error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("In Databricks, grant", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_StsIsDown_StartsAndReturnsTheMessagesWithTheReason()
    {
        var sts = await LocalSecurityTokenService.StartAsync();
        var options = Options(sts);
        await sts.DisposeAsync();
        await using var deployment = await Deployment.StartAsync(
            options with { BeforeStart = static _ => { }, Timeout = TimeSpan.FromSeconds(15) });

        var result = await deployment.InvokeAsync(Events.Sample("basic"));

        Assert.Equal(InvocationOutcome.FunctionError, result.Outcome);
        Assert.Contains(
            "IdentityTokenUnavailable: AWS STS could not be reached (ConnectionError).", deployment.FunctionOutput,
            StringComparison.Ordinal);
        Assert.Contains("In AWS, check the function's route", deployment.FunctionOutput, StringComparison.Ordinal);
        Assert.Equal(0L, deployment.Databricks.Tables.Count(deployment.Table));
    }

    [Fact]
    public async Task Start_SecretAndAwsIdentity_IsAnInitErrorThatNamesBoth()
    {
        await using var sts = await LocalSecurityTokenService.StartAsync();
        var options = Options(sts);
        var environment = new Dictionary<string, string?>(options.Environment) { ["DATABRICKS_CLIENT_SECRET"] = "dose" };

        var error = await Assert.ThrowsAsync<LambdaInitException>(
            () => Deployment.StartAsync(options with { Environment = environment }));

        Assert.Equal("Function.ConfigurationInvalid", error.ErrorType);
        Assert.Contains(
            "DATABRICKS_AUTH_TYPE is aws-identity, which does not use DATABRICKS_CLIENT_SECRET", error.ErrorMessage,
            StringComparison.Ordinal);
    }
}
