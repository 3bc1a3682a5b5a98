using System.Buffers.Text;
using System.Net;
using System.Text;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests.Internal.Authentication;

/// <summary>Identity tokens: their claims, their sources, and what the provider asks for with them.</summary>
public sealed class IdentityTokenTests
{
    private static string Jwt(string claims, string header = """{"alg":"RS256"}""") =>
        $"{Encode(header)}.{Encode(claims)}.c2lnbmF0dXJl";

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Parse_Jwt_HasItsClaims()
    {
        var token = IdentityToken.Parse(
            $" {Jwt("""{"iss":"https://idp","sub":"me","aud":["a","b",3],"exp":1700000900.5}""")}\n", "the test");

        Assert.Equal(("https://idp", "me", "RS256"), (token.Issuer, token.Subject, token.Algorithm));
        Assert.Equal(["a", "b"], token.Audiences);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000900), token.Expires);
        Assert.Equal(
            "issuer https://idp, subject me, audience a, b, algorithm RS256, expiry 2023-11-14T22:28:20Z", token.ToString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"iss":1,"sub":null,"aud":{},"exp":"soon"}""")]
    [InlineData("""{"exp":-1}""")]
    [InlineData("""{"exp":1e300}""")]
    public void Parse_ClaimsAreMissingOrOfAnotherType_AreEmpty(string claims)
    {
        var token = IdentityToken.Parse(Jwt(claims, "{}"), "the test");

        Assert.Equal(("", "", "", null), (token.Issuer, token.Subject, token.Algorithm, token.Expires));
        Assert.Equal("issuer none, subject none, audience none, algorithm none, expiry unknown", token.ToString());
    }

    [Fact]
    public void Parse_LongOrControlText_IsMadeFitForMessages()
    {
        var token = IdentityToken.Parse(Jwt($$"""{"iss":"a\nb\u0000","sub":"{{new string('x', 500)}}"}"""), "the test");

        Assert.Equal("a?b?", token.Issuer);
        Assert.Equal(201, token.Subject.Length);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("s3cr3t", "three parts")]
    [InlineData("a.b", "three parts")]
    [InlineData("e30.e30.", "three parts")]
    [InlineData("!.e30.x", "first part is not a JSON object")]
    [InlineData("e30.W10.x", "second part is not a JSON object")]
    public void Parse_NoJwt_SaysWhereItIsFromAndNothingOfIt(string text, string words)
    {
        var error = Assert.Throws<ZerobusException>(() => IdentityToken.Parse(text, "the file /run/token"));

        Assert.Equal(ZerobusErrorCode.IdentityTokenInvalid, error.Code);
        Assert.False(error.IsRetryable);
        Assert.Contains("The identity token of the file /run/token", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client", "client")]
    [InlineData("", null)]
    public async Task GetHeadersAsync_Exchange_IsTheRequestOfRfc8693(string clientId, string? sent)
    {
        using var endpoint = new StubTokenEndpoint();
        using var provider = Provider(endpoint, Jwt("""{"sub":"me"}"""), clientId);

        await provider.GetHeadersAsync(ZerobusRig.Table, default);
        await provider.GetWorkspaceTokenAsync(default);

        var (url, authorization, form) = endpoint.Requests[0];
        Assert.Equal(("https://dbc-1.cloud.databricks.com/oidc/v1/token", ""), (url, authorization));
        Assert.Equal("urn:ietf:params:oauth:grant-type:token-exchange", form["grant_type"]);
        Assert.Equal("urn:ietf:params:oauth:token-type:jwt", form["subject_token_type"]);
        Assert.Equal(Jwt("""{"sub":"me"}"""), form["subject_token"]);
        Assert.Equal("all-apis", form["scope"]);
        Assert.Equal(sent, form.GetValueOrDefault("client_id"));
        Assert.Equal("api://databricks/workspaces/123/zerobusDirectWriteApi", form["resource"]);
        Assert.Contains("zerobuswrite", form["authorization_details"], StringComparison.Ordinal);
        Assert.DoesNotContain("resource", endpoint.Requests[1].Form.Keys);
    }

    [Fact]
    public async Task GetHeadersAsync_Refused_IsNotRepeatedAndNamesTheClaims()
    {
        using var endpoint = new StubTokenEndpoint { Statuses = { HttpStatusCode.Unauthorized } };
        using var provider = Provider(endpoint, Jwt("""{"iss":"https://idp","sub":"me","aud":"a"}"""), "client");

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask());

        Assert.Equal(ZerobusErrorCode.TokenRefused, error.Code);
        Assert.Contains("issuer https://idp, subject me, audience a", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", error.ToString(), StringComparison.Ordinal);
        Assert.Single(endpoint.Requests);
    }

    [Fact]
    public void Constructor_SecretAndIdentityTokens_IsRefused()
    {
        var error = Assert.Throws<ZerobusException>(() => new OAuthTokenProvider(Options("a.b.c", "client") with
        {
            ClientSecret = "dose",
        }));

        Assert.Equal(ZerobusErrorCode.CredentialsInvalid, error.Code);
        Assert.Contains("Keep one of the two.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_Replaced_IsReadAgain()
    {
        using var file = new TemporaryFile(Jwt("""{"sub":"one"}"""));
        var source = new IdentityTokenFile(file.Path);
        Assert.Equal("one", (await source.GetAsync(default)).Subject);

        await File.WriteAllTextAsync(file.Path, Jwt("""{"sub":"two"}"""));

        Assert.Equal("two", (await source.GetAsync(default)).Subject);
    }

    [Fact]
    public async Task File_Missing_CanComeLater()
    {
        var source = new IdentityTokenFile("/nowhere/token");

        var error = await Assert.ThrowsAsync<ZerobusException>(() => source.GetAsync(default).AsTask());

        Assert.Equal(ZerobusErrorCode.IdentityTokenUnavailable, error.Code);
        Assert.Contains("/nowhere/token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_TooLong_IsNotRead()
    {
        using var file = new TemporaryFile(new string('x', 100_000));

        var error = await Assert.ThrowsAsync<ZerobusException>(() => new IdentityTokenFile(file.Path).GetAsync(default).AsTask());

        Assert.Equal(ZerobusErrorCode.IdentityTokenInvalid, error.Code);
    }

    [Fact]
    public async Task Variable_NotSet_IsNamed()
    {
        var source = new IdentityTokenVariable("OWN_TOKEN", static _ => null);

        var error = await Assert.ThrowsAsync<ZerobusException>(async () => await source.GetAsync(default));

        Assert.Equal(ZerobusErrorCode.IdentityTokenRefused, error.Code);
        Assert.Contains("OWN_TOKEN is not set", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_Output_IsTheToken()
    {
        var jwt = Jwt("""{"sub":"me"}""");

        Assert.Equal(jwt, (await new IdentityTokenCommand("echo", jwt).GetAsync(default)).Value);
    }

    [Fact]
    public async Task Command_Fails_SaysHowAndNothingOfItsOutput()
    {
        var source = new IdentityTokenCommand("sh", "-c", "echo s3cr3t; echo s3cr3t >&2; exit 3");

        var error = await Assert.ThrowsAsync<ZerobusException>(() => source.GetAsync(default).AsTask());

        Assert.Equal(ZerobusErrorCode.IdentityTokenRefused, error.Code);
        Assert.Contains("sh, ended with exit code 3", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_NoSuchProgram_IsNamed()
    {
        var source = new IdentityTokenCommand("/nowhere/program");

        var error = await Assert.ThrowsAsync<ZerobusException>(() => source.GetAsync(default).AsTask());

        Assert.Equal(ZerobusErrorCode.IdentityTokenRefused, error.Code);
        Assert.Contains("/nowhere/program, cannot be started", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_RunsTooLong_IsKilled()
    {
        var clock = new SteppedClock();
        var getting = new IdentityTokenCommand("sleep", "600") { Clock = clock }.GetAsync(default).AsTask();
        await clock.WhenWaitingAsync(TimeSpan.FromSeconds(30));

        clock.Advance(TimeSpan.FromSeconds(30));

        var error = await Assert.ThrowsAsync<ZerobusException>(() => getting.WaitAsync(Eventually.Patience));
        Assert.Equal(ZerobusErrorCode.IdentityTokenUnavailable, error.Code);
        Assert.Contains("did not end within 30 s", error.Message, StringComparison.Ordinal);
    }

    private static OAuthTokenProvider Provider(StubTokenEndpoint endpoint, string jwt, string clientId) =>
        new(Options(jwt, clientId), endpoint, clock: new SteppedClock());

    private static OAuthOptions Options(string jwt, string clientId) => new()
    {
        WorkspaceUrl = new Uri("https://dbc-1.cloud.databricks.com"),
        ClientId = clientId,
        WorkspaceId = "123",
        BackoffInitial = TimeSpan.Zero,
        IdentityTokens = new IdentityTokenVariable("X", _ => jwt),
    };
}
