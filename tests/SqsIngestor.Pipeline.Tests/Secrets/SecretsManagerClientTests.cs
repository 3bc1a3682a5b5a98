using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Secrets;

public sealed class SecretsManagerClientTests
{
    [Fact]
    public async Task ReadAsync_Text_IsTheSecret()
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        using var client = scene.Client(clock: CurrentClock());

        Assert.Equal("dose-1", await client.ReadAsync(default).WaitAsync(Eventually.Patience));
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

    [Theory]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(400, "ThrottlingException")]
    [InlineData(400, "RequestLimitExceeded")]
    [InlineData(429, "TooManyRequestsException")]
    public async Task ReadAsync_TransientWithoutEnd_UsesTheTimeAndIsNotAWrongCredential(int status, string type)
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        for (var i = 0; i < 100; i++) scene.Manager.FailNext(status, type);
        var clock = CurrentClock();
        using var client = scene.Client(clock: clock);
        var started = clock.GetUtcNow();

        var error = await Assert.ThrowsAsync<FunctionException>(
            () => clock.RunUntilAsync(client.ReadAsync(default), longest: TimeSpan.FromSeconds(2)));

        Assert.Equal("Function.SecretUnavailable", error.ErrorType);
        Assert.Contains($"Secrets Manager answered {status} ({type})", error.Message, StringComparison.Ordinal);
        Assert.InRange(scene.Manager.Requests, 4, 20);
        Assert.True(clock.GetUtcNow() - started > TimeSpan.FromSeconds(4), $"{clock.GetUtcNow() - started}");
    }

    [Fact]
    public async Task ReadAsync_OutOfTime_ThrowsTheReasonOfTheAttempts()
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        for (var i = 0; i < 100; i++) scene.Manager.FailNext(503, "ServiceUnavailable");
        using var client = scene.Client();
        using var init = new CancellationTokenSource();
        var reading = client.ReadAsync(init.Token);
        await Eventually.HoldsAsync(() => scene.Logs.Lines.Any(l => l.Contains(", attempt 1", StringComparison.Ordinal)));

        await init.CancelAsync();

        var error = await Assert.ThrowsAsync<FunctionException>(() => reading.WaitAsync(Eventually.Patience));
        Assert.Equal("Function.SecretUnavailable", error.ErrorType);
        Assert.Contains("answered 503 (ServiceUnavailable)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_RetryAfterThatFits_IsWaitedFor()
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        scene.Manager.FailNext(429, "TooManyRequestsException", retryAfterSeconds: 1);
        var clock = CurrentClock();
        using var client = scene.Client(clock: clock);
        var reading = client.ReadAsync(default);
        await clock.WhenWaitingAsync(TimeSpan.FromSeconds(1));

        clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal(1, scene.Manager.Requests);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("dose-1", await reading.WaitAsync(Eventually.Patience));
    }

    [Fact]
    public async Task ReadAsync_RetryAfterThatDoesNotFit_FailsAtOnceAndSaysTheTime()
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        scene.Manager.FailNext(503, "ServiceUnavailable", retryAfterSeconds: 60);
        using var client = scene.Client(clock: CurrentClock());

        var error = await Assert.ThrowsAsync<FunctionException>(() => client.ReadAsync(default).WaitAsync(Eventually.Patience));

        Assert.Equal("Function.SecretUnavailable", error.ErrorType);
        Assert.Contains(
            "answered 503 (ServiceUnavailable) and asks for no request for 60 s", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, scene.Manager.Requests);
    }

    [Fact]
    public async Task ReadAsync_BytesWithAByteOrderMark_AreText()
    {
        await using var scene = await SecretScene.StartAsync(null);
        using var client = scene.Client();

        scene.Manager.Put(SecretScene.Name, [0xEF, 0xBB, 0xBF, .. "dose-1"u8]);
        Assert.Equal("\uFEFFdose-1", await client.ReadAsync(default));
        scene.Manager.Put(SecretScene.Name, [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("dose-2")]);
        Assert.Equal("\uFEFFdose-2", await client.ReadAsync(default));
        scene.Manager.Put(SecretScene.Name, [0xFE, 0xFF, .. System.Text.Encoding.BigEndianUnicode.GetBytes("dose-3")]);
        Assert.Equal("\uFEFFdose-3", await client.ReadAsync(default));
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
        using var client = scene.Client(clock: CurrentClock());

        var error = await Assert.ThrowsAsync<FunctionException>(() => client.ReadAsync(default).WaitAsync(Eventually.Patience));

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
        using var init = new CancellationTokenSource();
        var reading = client.ReadAsync(init.Token);
        await Eventually.HoldsAsync(() => scene.Logs.Lines.Any(l => l.Contains(", attempt 1", StringComparison.Ordinal)));
        await init.CancelAsync();

        var error = await Assert.ThrowsAsync<FunctionException>(() => reading.WaitAsync(Eventually.Patience));

        Assert.Equal("Function.SecretUnavailable", error.ErrorType);
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

    // The time of an attempt does not pass by itself, however slow the machine is.
    private static SteppedClock CurrentClock() => new(TimeProvider.System.GetUtcNow());
}
