using System.Globalization;
using SqsIngestor.Emulator.Sts;
using SqsIngestor.Pipeline.Identity;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Identity;

/// <summary>Identity tokens from AWS STS, over sockets.</summary>
public sealed class AwsIdentityTokensTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task GetAsync_Token_IsOfTheRoleForTheAudience()
    {
        await using var scene = await IdentityScene.StartAsync();

        var token = await scene.Source(audience: "a b+c/ü&d", seconds: 300).GetAsync(default);

        Assert.Equal(
            (scene.Sts.Issuer, scene.Sts.RoleArn, "RS256", "a b+c/ü&d"),
            (token.Issuer, token.Subject, token.Algorithm, Assert.Single(token.Audiences)));
        Assert.InRange((token.Expires!.Value - scene.Clock.GetUtcNow()).TotalSeconds, 299, 300);
    }

    [Fact]
    public async Task GetAsync_HalfOfTheLifetime_IsServedFromTheCache()
    {
        await using var scene = await IdentityScene.StartAsync();
        var source = scene.Source(seconds: 300);
        var first = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => source.GetAsync(default).AsTask()));
        scene.Clock.Advance(TimeSpan.FromSeconds(149));
        var second = await source.GetAsync(default);
        Assert.Equal(1, scene.Sts.Requests);

        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        var third = await source.GetAsync(default);

        Assert.All(first, token => Assert.Same(second, token));
        Assert.NotEqual(second.Value, third.Value);
        Assert.Equal(2, scene.Sts.Requests);
    }

    [Fact]
    public async Task GetAsync_RenewalFailsTransiently_TheOldTokenServesUntilItsEnd()
    {
        await using var scene = await IdentityScene.StartAsync();
        var source = scene.Source(seconds: 300);
        var first = await source.GetAsync(default);
        for (var i = 0; i < 100; i++) scene.Sts.FailNext(503, "ServiceUnavailable");
        scene.Clock.Advance(TimeSpan.FromSeconds(200));

        var asking = source.GetAsync(default).AsTask();
        await scene.Clock.RunUntilAsync(asking, Longest);
        Assert.Same(first, await asking);
        Assert.Contains(scene.Logs.Lines, line => line.Contains("The old one is valid for", StringComparison.Ordinal));

        scene.Clock.Advance(TimeSpan.FromSeconds(100));
        var error = await FailureAsync(scene, source);
        Assert.Equal(ZerobusErrorCode.IdentityTokenUnavailable, error.Code);
        Assert.True(error.IsRetryable);
        Assert.Contains("answered 503 (ServiceUnavailable)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_Throttled_IsTriedAgain()
    {
        await using var scene = await IdentityScene.StartAsync();
        scene.Sts.FailNext(400, "Throttling");
        var asking = scene.Source().GetAsync(default).AsTask();

        await scene.Clock.RunUntilAsync(asking, Longest);

        Assert.Equal(2, scene.Sts.Requests);
        Assert.Contains(scene.Logs.Lines, line => line.Contains("attempt 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetAsync_SessionEndsSoon_TakesAShortToken()
    {
        await using var scene = await IdentityScene.StartAsync();
        scene.Sts.SessionLeft = TimeSpan.FromMinutes(2);

        var token = await scene.Source().GetAsync(default);

        Assert.InRange((token.Expires!.Value - scene.Clock.GetUtcNow()).TotalSeconds, 59, 60);
    }

    [Fact]
    public async Task GetAsync_FederationIsOff_NamesTheCommandThatEnablesIt()
    {
        await using var scene = await IdentityScene.StartAsync();
        scene.Sts.FederationEnabled = false;

        var error = await scene.FailureAsync(scene.Source());

        Assert.Equal(ZerobusErrorCode.IdentityTokenRefused, error.Code);
        Assert.Contains("In AWS, run `aws iam enable-outbound-web-identity-federation`", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Databricks was not asked.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_RoleMayNot_NamesThePermissionAndItsConditions()
    {
        await using var scene = await IdentityScene.StartAsync();
        scene.Sts.AllowedAudiences = ["another"];

        var error = await scene.FailureAsync(scene.Source());

        Assert.Equal(ZerobusErrorCode.IdentityTokenRefused, error.Code);
        Assert.Contains(
            $"In AWS, allow the role sts:GetWebIdentityToken for the audience {IdentityScene.Audience}, the algorithm RS256 and "
                + "900 s",
            error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, "600 s behind")]
    [InlineData(-10, "600 s ahead of")]
    public async Task GetAsync_ClockIsOff_SaysByHowMuch(int awsIsAhead, string words)
    {
        await using var scene = await IdentityScene.StartAsync(awsIsAhead: TimeSpan.FromMinutes(awsIsAhead));

        var error = await scene.FailureAsync(scene.Source());

        Assert.Equal(ZerobusErrorCode.IdentityTokenRefused, error.Code);
        Assert.Matches($"the clock of this machine is {words.Replace("600", "(599|600|601)", StringComparison.Ordinal)} its own",
            error.Message);
        Assert.StartsWith("Correct the clock of this machine.", error.Action, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetHeadersAsync_ClockIsOffByLessThanSignaturesTolerate_Works()
    {
        await using var scene = await IdentityScene.StartAsync(
            awsIsAhead: TimeSpan.FromMinutes(4), databricksIsAhead: TimeSpan.FromMinutes(4));

        Assert.Single(await scene.Provider(scene.Source(seconds: 60)).GetHeadersAsync(IdentityScene.Table, default));
    }

    [Fact]
    public async Task GetAsync_WrongKey_SaysThatTheCredentialsAreNotAccepted()
    {
        await using var scene = await IdentityScene.StartAsync();
        await using var other = await LocalSecurityTokenService.StartAsync();

        var error = await scene.FailureAsync(scene.Source(endpoint: other.Endpoint));

        Assert.Equal(ZerobusErrorCode.IdentityTokenRefused, error.Code);
        Assert.Contains(
            "does not accept the function's AWS credentials (InvalidClientTokenId)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_NobodyThere_SaysToCheckTheRouteToSts()
    {
        await using var scene = await IdentityScene.StartAsync();
        using var nobody = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((System.Net.IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();

        var error = await scene.FailureAsync(
            scene.Source(endpoint: new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"))));

        Assert.Equal(ZerobusErrorCode.IdentityTokenUnavailable, error.Code);
        Assert.True(error.IsRetryable);
        Assert.Contains("could not be reached (ConnectionError)", error.Message, StringComparison.Ordinal);
        Assert.Contains("In AWS, check the function's route to 127.0.0.1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "OutboundWebIdentityFederationDisabledException", "enable-outbound-web-identity-federation")]
    [InlineData(403, "RegionDisabledException", "activate STS in eu-west-1")]
    [InlineData(400, "JWTPayloadSizeExceeded", "remove tags of the role")]
    [InlineData(403, "ExpiredToken", "check that the role exists")]
    [InlineData(400, "SomethingNew", "AWS STS answered 400 (SomethingNew)")]
    public async Task GetAsync_Refused_SaysWhatToDoInAws(int status, string code, string words)
    {
        await using var scene = await IdentityScene.StartAsync();
        scene.Sts.FailNext(status, code, "eyJ is never repeated");

        var error = await scene.FailureAsync(scene.Source());

        Assert.Equal(ZerobusErrorCode.IdentityTokenRefused, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, scene.Sts.Requests);
    }

    [Fact]
    public async Task GetAsync_AnotherAnswers_IsNamedAndTriedAgain()
    {
        await using var scene = await IdentityScene.StartAsync();
        await using var page = CannedServer.Answering(200, "<html>Sign in</html>");

        var error = await FailureAsync(scene, scene.Source(endpoint: page.Url));

        Assert.Equal(ZerobusErrorCode.IdentityTokenUnavailable, error.Code);
        Assert.Contains("something else with status 200", error.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_ENDPOINT_URL_STS", error.Message, StringComparison.Ordinal);
    }

    private static async Task<ZerobusException> FailureAsync(IdentityScene scene, AwsIdentityTokens source)
    {
        var asking = source.GetAsync(default).AsTask();
        return await Assert.ThrowsAsync<ZerobusException>(() => scene.Clock.RunUntilAsync(asking, Longest));
    }
}
