using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Secrets;

public sealed class SecretsManagerClientTests
{
    [Fact]
    public async Task ReadAsync_Text_IsTheSecret()
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        using var client = scene.Client();

        Assert.Equal("dose-1", await client.ReadAsync(default));
        Assert.Equal(1, scene.Manager.Requests);
    }

    [Fact]
    public async Task ReadAsync_Bytes_AreReadAsText()
    {
        await using var scene = await SecretScene.StartAsync(null);
        scene.Manager.Put(SecretScene.Name, "dose-ü"u8.ToArray());
        using var client = scene.Client();

        Assert.Equal("dose-ü", await client.ReadAsync(default));
    }

    [Theory]
    [InlineData(500, "InternalServiceError")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(400, "ThrottlingException")]
    [InlineData(429, "TooManyRequests")]
    public async Task ReadAsync_Transient_IsTriedAgain(int status, string type)
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        scene.Manager.FailNext(status, type);
        scene.Manager.FailNext(status, type);
        using var client = scene.Client();

        Assert.Equal("dose-1", await client.ReadAsync(default));
        Assert.Equal(3, scene.Manager.Requests);
        Assert.Equal(2, scene.Logs.Lines.Count(line => line.Contains(", attempt ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ReadAsync_TransientWithoutEnd_GivesUpAfterThree()
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        for (var i = 0; i < 4; i++) scene.Manager.FailNext(503, "ServiceUnavailable");
        using var client = scene.Client();

        var error = await Assert.ThrowsAsync<FunctionException>(() => client.ReadAsync(default));

        Assert.Contains("Secrets Manager answered 503 (ServiceUnavailable)", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, scene.Manager.Requests);
    }

    [Theory]
    [InlineData(
        400, "AccessDeniedException", "User is not authorized to perform: secretsmanager:GetSecretValue",
        "lacks secretsmanager:GetSecretValue")]
    [InlineData(400, "AccessDeniedException", "Access to KMS is not allowed", "lacks kms:Decrypt")]
    [InlineData(400, "DecryptionFailure", "x", "lacks kms:Decrypt")]
    [InlineData(400, "ResourceNotFoundException", "x", "it does not exist")]
    [InlineData(400, "com.amazonaws#ResourceNotFoundException", "x", "it does not exist")]
    [InlineData(400, "InvalidRequestException", "x", "it is marked for deletion")]
    [InlineData(400, "ExpiredTokenException", "x", "does not accept the function's AWS credentials (ExpiredTokenException)")]
    [InlineData(400, "SomethingNew", "x", "Secrets Manager answered 400 (SomethingNew)")]
    [InlineData(400, "dose-1 <b>", "x", "Secrets Manager answered 400 (no error code)")]
    public async Task ReadAsync_Refused_NamesTheSecretAndWhatIsMissing(int status, string type, string text, string reason)
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        scene.Manager.FailNext(status, type, text);
        using var client = scene.Client();

        var error = await Assert.ThrowsAsync<FunctionException>(() => client.ReadAsync(default));

        Assert.Equal("Function.CredentialsInvalid", error.ErrorType);
        Assert.StartsWith(
            $"Cannot read the secret {scene.Manager.ArnOf(SecretScene.Name)}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("dose-1", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, scene.Manager.Requests);
    }

    [Fact]
    public async Task ReadAsync_WrongKey_IsRefusedByTheSignature()
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        using var client = scene.Client(scene.Settings(secretAccessKey: "wrong"));

        var error = await Assert.ThrowsAsync<FunctionException>(() => client.ReadAsync(default));

        Assert.Contains(
            "does not accept the function's AWS credentials (InvalidSignatureException)", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_NobodyThere_SaysToCheckTheRoute()
    {
        await using var scene = await SecretScene.StartAsync();
        var settings = scene.Settings();
        await scene.Manager.DisposeAsync();
        using var client = scene.Client(settings);

        var error = await Assert.ThrowsAsync<FunctionException>(() => client.ReadAsync(default));

        Assert.Contains(
            "could not be reached (ConnectionError); check the function's route to it (VPC endpoint, NAT)", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_TimeIsUp_IsAFailureAndNotACancellation()
    {
        await using var scene = await SecretScene.StartAsync();
        using var client = scene.Client();

        var error = await Assert.ThrowsAsync<FunctionException>(() => client.ReadAsync(new CancellationToken(canceled: true)));

        Assert.Contains("did not answer in time", error.Message, StringComparison.Ordinal);
    }
}
