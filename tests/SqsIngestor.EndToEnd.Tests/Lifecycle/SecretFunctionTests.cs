using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Lifecycle;

/// <summary>The real program with its secret in Secrets Manager.</summary>
public sealed class SecretFunctionTests
{
    private const string ClientId = "local-service-principal";

    private static DeploymentOptions Options(
        SecretScene scene, Func<string, string> secret, params (string Name, string? Value)[] more) => new()
        {
            BeforeStart = databricks => scene.Manager.Put(SecretScene.Name, secret(databricks.ClientSecret)),
            Environment = new Dictionary<string, string?>(more.Select(m => KeyValuePair.Create(m.Name, m.Value)))
            {
                ["DATABRICKS_CLIENT_SECRET"] = null,
                ["DATABRICKS_SECRET_ARN"] = scene.Manager.ArnOf(SecretScene.Name),
                ["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = scene.Manager.Endpoint.ToString(),
                ["AWS_ACCESS_KEY_ID"] = scene.Manager.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = scene.Manager.SecretAccessKey,
                ["AWS_SESSION_TOKEN"] = scene.Manager.SessionToken,
                ["AWS_LAMBDA_LOG_LEVEL"] = "TRACE",
            },
        };

    private static string Json(string secret) => $$"""{"client_id":"{{ClientId}}","client_secret":"{{secret}}"}""";

    [Fact]
    public async Task Start_SecretAsJson_NeedsNoClientId()
    {
        await using var scene = await SecretScene.StartAsync(null);
        await using var deployment = await Deployment.StartAsync(Options(scene, Json, ("DATABRICKS_CLIENT_ID", null)));

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Sample("basic"))));

        Assert.Equal(1, scene.Manager.Requests);
        Assert.DoesNotContain(deployment.Databricks.ClientSecret, deployment.FunctionOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Manager.SecretAccessKey, deployment.FunctionOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Manager.SessionToken, deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SecretAsPlainText_GoesWithTheClientId()
    {
        await using var scene = await SecretScene.StartAsync(null);
        await using var deployment = await Deployment.StartAsync(Options(scene, secret => secret));

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Sample("basic"))));
    }

    [Fact]
    public async Task Start_SecretRefused_IsAnInitErrorThatNamesItAndThePermission()
    {
        await using var scene = await SecretScene.StartAsync(null);
        scene.Manager.FailNext(400, "AccessDeniedException");

        var error = await Assert.ThrowsAsync<LambdaInitException>(() => Deployment.StartAsync(Options(scene, Json)));

        Assert.Equal("Function.CredentialsInvalid", error.ErrorType);
        Assert.Contains(scene.Manager.ArnOf(SecretScene.Name), error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("secretsmanager:GetSecretValue", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_SecretRotated_ReadsItAgainAndGoesOn()
    {
        await using var scene = await SecretScene.StartAsync(null);
        await using var deployment = await Deployment.StartAsync(Options(scene, Json));
        await deployment.InvokeAsync(Events.Sample("basic"));

        deployment.Databricks.Faults.RotatedSecret = "dose-rotated";
        scene.Manager.Put(SecretScene.Name, Json("dose-rotated"));
        deployment.Databricks.RevokeTokens();
        deployment.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");
        var result = await deployment.InvokeAsync(Events.Sample("fifo"));

        Assert.Empty(Events.FailedIds(result));
        Assert.Equal(2, scene.Manager.Requests);
        Assert.Equal(1, deployment.Databricks.Statistics.TokensRefused);
        Assert.Contains("read it again and uses the new value", deployment.FunctionOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("dose-rotated", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_SecretRevokedAndNotReplaced_ConsumesNothingAndSaysSo()
    {
        await using var scene = await SecretScene.StartAsync(null);
        await using var deployment = await Deployment.StartAsync(Options(scene, Json));

        deployment.Databricks.Faults.RotatedSecret = "dose-rotated";
        deployment.Databricks.RevokeTokens();
        deployment.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");
        await deployment.InvokeAsync(Events.Sample("basic"));
        await deployment.InvokeAsync(Events.Sample("basic"));

        Assert.Equal(0L, deployment.Databricks.Tables.Count(deployment.Table));
        // At most every 10 s, which a slow machine may take.
        Assert.InRange(scene.Manager.Requests, 2, int.MaxValue);
        Assert.Contains("has no other value: it has not changed", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_SecretIsWrongWhileTokensAreValid_FailsUntilItIsRight()
    {
        await using var scene = await SecretScene.StartAsync(null);
        await using var deployment = await Deployment.StartAsync(Options(scene, Json));
        Events.Response(await deployment.InvokeAsync(ProbeEvent.Utf8.ToArray()));

        scene.Manager.Put(SecretScene.Name, Json("dose-mistyped"));
        var refused = await deployment.InvokeAsync(ProbeEvent.Utf8.ToArray());

        Assert.Equal("Function.CredentialsInvalid", refused.ErrorType);
        Assert.Contains($"{deployment.Table}: TokenRefused", refused.ErrorMessage, StringComparison.Ordinal);
        // The tokens of the function are still valid.
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Sample("basic"))));

        deployment.Databricks.Faults.RotatedSecret = "dose-rotated";
        scene.Manager.Put(SecretScene.Name, Json("dose-rotated"));
        Events.Response(await deployment.InvokeAsync(ProbeEvent.Utf8.ToArray()));
        Assert.DoesNotContain("dose-", deployment.FunctionOutput, StringComparison.Ordinal);
    }
}
