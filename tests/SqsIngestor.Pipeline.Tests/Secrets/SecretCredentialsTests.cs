using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Secrets;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Secrets;

public sealed class SecretCredentialsTests
{
    private const string Rotated = """{"client_id":"principal","client_secret":"dose-2"}""";

    // Signatures are dated by it.
    private readonly QuietClock _clock = new(TimeProvider.System.GetUtcNow());

    private SecretCredentials Credentials(SecretScene scene) =>
        new(scene.Settings(), null, _clock, scene.Logs.CreateLogger("test"));

    [Fact]
    public async Task GetAsync_ManyTimes_ReadsOnce()
    {
        await using var scene = await SecretScene.StartAsync();
        using var credentials = Credentials(scene);

        var given = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => credentials.GetAsync(default).AsTask()));

        Assert.All(given, each => Assert.Equal(("principal", "dose-1"), (each.ClientId, each.ClientSecret)));
        Assert.Equal(1, scene.Manager.Requests);
    }

    [Fact]
    public async Task GetAsync_Fails_IsThrownAndTriedAgainNextTime()
    {
        await using var scene = await SecretScene.StartAsync();
        scene.Manager.FailNext(400, "AccessDeniedException");
        using var credentials = Credentials(scene);

        await Assert.ThrowsAsync<FunctionException>(() => credentials.GetAsync(default).AsTask());

        Assert.Equal("dose-1", (await credentials.GetAsync(default)).ClientSecret);
    }

    [Fact]
    public async Task RenewAsync_Rotated_GivesTheNewOneToAllWhoWereRefused()
    {
        await using var scene = await SecretScene.StartAsync();
        using var credentials = Credentials(scene);
        var refused = await credentials.GetAsync(default);
        scene.Manager.Put(SecretScene.Name, Rotated);

        var renewed = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => credentials.RenewAsync(refused, default).AsTask()));

        Assert.All(renewed, each => Assert.Equal("dose-2", each!.ClientSecret));
        Assert.Equal("dose-2", (await credentials.GetAsync(default)).ClientSecret);
        Assert.Equal(2, scene.Manager.Requests);
    }

    [Fact]
    public async Task RenewAsync_NotRotated_GivesNothingAndAsksNoMoreThanEvery10Seconds()
    {
        await using var scene = await SecretScene.StartAsync();
        using var credentials = Credentials(scene);
        var refused = await credentials.GetAsync(default);

        for (var i = 0; i < 5; i++) Assert.Null(await credentials.RenewAsync(refused, default));
        Assert.Equal(2, scene.Manager.Requests);

        _clock.Advance(TimeSpan.FromSeconds(11));
        scene.Manager.Put(SecretScene.Name, Rotated);
        Assert.Equal("dose-2", (await credentials.RenewAsync(refused, default))!.ClientSecret);
        Assert.Contains(
            scene.Logs.Lines, line => line.Contains("has no other value: it has not changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RenewAsync_SecretsManagerRefuses_GivesNothingAndSaysWhy()
    {
        await using var scene = await SecretScene.StartAsync();
        using var credentials = Credentials(scene);
        var refused = await credentials.GetAsync(default);
        scene.Manager.FailNext(400, "AccessDeniedException");

        Assert.Null(await credentials.RenewAsync(refused, default));

        Assert.Contains(scene.Logs.Lines, line => line.Contains("lacks secretsmanager:GetSecretValue", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadAgainAsync_RotatedWhileTheOldOneIsAccepted_UsesTheNewOne()
    {
        await using var scene = await SecretScene.StartAsync();
        using var credentials = Credentials(scene);
        await credentials.GetAsync(default);

        await credentials.ReadAgainAsync(default);
        Assert.DoesNotContain(scene.Logs.Lines, IsReplaced);
        scene.Manager.Put(SecretScene.Name, Rotated);
        await credentials.ReadAgainAsync(default);

        Assert.Equal("dose-2", (await credentials.GetAsync(default)).ClientSecret);
        Assert.Equal(3, scene.Manager.Requests);
        Assert.Single(scene.Logs.Lines, IsReplaced);

        static bool IsReplaced(string line) => line.Contains("has a new value", StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAgainAsync_Fails_IsThrownAndTheOldOneStays()
    {
        await using var scene = await SecretScene.StartAsync();
        using var credentials = Credentials(scene);
        await credentials.GetAsync(default);
        scene.Manager.FailNext(400, "AccessDeniedException");

        await Assert.ThrowsAsync<FunctionException>(() => credentials.ReadAgainAsync(default));

        Assert.Equal("dose-1", (await credentials.GetAsync(default)).ClientSecret);
    }
}
