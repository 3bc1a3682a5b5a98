using SqsIngestor.Emulator.Oidc;
using SqsIngestor.Emulator.Sts;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Identity;

/// <summary>The exchange of identity tokens at the workspace, over sockets.</summary>
public sealed class TokenExchangeTests
{
    [Fact]
    public async Task GetHeadersAsync_TokenOfTheRole_IsExchangedOncePerTable()
    {
        await using var scene = await IdentityScene.StartAsync();
        var provider = scene.Provider(scene.Source());

        var header = Assert.Single(await provider.GetHeadersAsync(IdentityScene.Table, default));
        await provider.GetHeadersAsync(IdentityScene.Table, default);
        await provider.GetHeadersAsync(ZerobusTableName.Parse("main.ingest.other"), default);
        await provider.GetWorkspaceTokenAsync(default);

        Assert.StartsWith("Bearer local-", header.Value, StringComparison.Ordinal);
        Assert.Equal(3, scene.Databricks.Statistics.TokensIssued);
        Assert.Equal(1, scene.Sts.Requests);
    }

    [Fact]
    public async Task GetHeadersAsync_TokenOfDatabricks_IsNotCachedForLongerThanTheIdentityToken()
    {
        await using var scene = await IdentityScene.StartAsync();
        var provider = scene.Provider(new FixedIdentity(scene.Sts.Issue(new() { Audience = IdentityScene.Audience })));
        await provider.GetHeadersAsync(IdentityScene.Table, default);

        scene.Clock.Advance(TimeSpan.FromMinutes(5));
        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => provider.GetHeadersAsync(IdentityScene.Table, default).AsTask().WaitAsync(Eventually.Patience));

        Assert.Equal(ZerobusErrorCode.TokenRefused, error.Code);
        Assert.Contains("this one has expired", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetHeadersAsync_PolicyOfTheAccount_NeedsNoClientId()
    {
        await using var scene = await IdentityScene.StartAsync(withPolicy: false);
        scene.Databricks.FederationPolicies.Add(new FederationPolicy(scene.Sts.Issuer, IdentityScene.Audience, null));
        var token = new LocalIdentityToken
        {
            Audience = IdentityScene.Audience,
            Subject = scene.Databricks.ClientId,
            Algorithm = "ES256",
        };
        var provider = scene.Provider(new FixedIdentity(scene.Sts.Issue(token)), clientId: "");

        Assert.Single(await provider.GetHeadersAsync(IdentityScene.Table, default));
    }

    [Theory]
    [InlineData("subject", "subject arn:aws:iam::123456789012:role/other")]
    [InlineData("audience", "audience https://elsewhere.example")]
    [InlineData("issuer", "issuer https://idp.example")]
    [InlineData("policy", "issuer http://127.0.0.1:")]
    public async Task GetHeadersAsync_TokenThatNoPolicyMatches_NamesItsClaimsAndTheSideOfDatabricks(string wrong, string claim)
    {
        await using var scene = await IdentityScene.StartAsync(withPolicy: wrong != "policy");
        var error = await scene.FailureAsync(new FixedIdentity(scene.Sts.Issue(new()
        {
            Audience = wrong == "audience" ? "https://elsewhere.example" : IdentityScene.Audience,
            Subject = wrong == "subject" ? "arn:aws:iam::123456789012:role/other" : null,
            Issuer = wrong == "issuer" ? "https://idp.example" : null,
        })));

        Assert.Equal(ZerobusErrorCode.TokenRefused, error.Code);
        Assert.False(error.IsRetryable);
        Assert.Contains("refused the identity token with 400 (invalid_request)", error.Message, StringComparison.Ordinal);
        Assert.Contains(claim, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "In Databricks, create or correct a federation policy of the service principal local-service-principal",
            error.Action, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetHeadersAsync_OtherClientId_SaysWhichPrincipalWasMeant()
    {
        await using var scene = await IdentityScene.StartAsync();

        var error = await scene.FailureAsync(scene.Source(), clientId: "other-principal");

        Assert.Equal(ZerobusErrorCode.TokenRefused, error.Code);
        Assert.Contains("with 401 (invalid_client)", error.Message, StringComparison.Ordinal);
        Assert.Contains("of the service principal other-principal", error.Action, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetHeadersAsync_ExpiredToken_SaysThatTheIssuerMustGiveANewOne()
    {
        await using var scene = await IdentityScene.StartAsync();
        var issued = scene.Clock.GetUtcNow() - TimeSpan.FromMinutes(6);

        var error = await scene.FailureAsync(
            new FixedIdentity(scene.Sts.Issue(new() { Audience = IdentityScene.Audience, IssuedAt = issued })));

        Assert.Equal(ZerobusErrorCode.TokenRefused, error.Code);
        Assert.StartsWith("On the side of the issuer, get a new identity token", error.Action, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetHeadersAsync_Es384_SaysWhichAlgorithmsDatabricksAccepts()
    {
        await using var scene = await IdentityScene.StartAsync();

        var error = await scene.FailureAsync(
            new FixedIdentity(scene.Sts.Issue(new() { Audience = IdentityScene.Audience, Algorithm = "ES384" })));

        Assert.Equal(ZerobusErrorCode.TokenRefused, error.Code);
        Assert.Contains("algorithm ES384", error.Message, StringComparison.Ordinal);
        Assert.Contains("sign identity tokens with RS256 or ES256", error.Action, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetHeadersAsync_ForgedToken_IsRefused()
    {
        await using var scene = await IdentityScene.StartAsync();
        await using var other = await LocalSecurityTokenService.StartAsync();

        var error = await scene.FailureAsync(
            new FixedIdentity(other.Issue(new() { Audience = IdentityScene.Audience, Issuer = scene.Sts.Issuer })));

        Assert.Equal(ZerobusErrorCode.TokenRefused, error.Code);
        Assert.Equal(0, scene.Databricks.Statistics.TokensIssued);
    }

    [Fact]
    public async Task OpenStreamAsync_TokenWithoutThePrivileges_IsADeniedPermissionOfDatabricks()
    {
        await using var scene = await IdentityScene.StartAsync();
        scene.Databricks.Faults.ExchangeWithoutPrivileges = true;
        await using var client = new ZerobusClient(
            new ZerobusClientOptions { Endpoint = scene.Databricks.ZerobusEndpoint }, scene.Provider(scene.Source()), scene.Logs);

        var opening = client.OpenStreamAsync(
            new ZerobusStreamOptions { Table = IdentityScene.Table, RecordType = RecordType.Json });
        var error = await Assert.ThrowsAsync<ZerobusException>(() => opening.WaitAsync(Eventually.Patience));

        Assert.Equal(ZerobusErrorCode.PermissionDenied, error.Code);
        Assert.Contains("In Databricks, ", error.Action, StringComparison.Ordinal);
    }
}
