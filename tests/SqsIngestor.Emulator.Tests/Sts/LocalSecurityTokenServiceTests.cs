using System.Net;
using System.Text.Json;
using SqsIngestor.Emulator.Oidc;
using SqsIngestor.Emulator.Sts;

namespace SqsIngestor.Emulator.Tests.Sts;

/// <summary>
/// The local AWS STS without a signer: what everybody may read, and that nobody else gets a token. The function's own requests
/// are tested with the function.
/// </summary>
public sealed class LocalSecurityTokenServiceTests
{
    [Fact]
    public async Task Discovery_Issuer_LeadsToItsPublicKeys()
    {
        await using var sts = await LocalSecurityTokenService.StartAsync();
        using var http = new HttpClient();

        using var discovery = JsonDocument.Parse(
            await http.GetStringAsync(new Uri($"{sts.Issuer}/.well-known/openid-configuration")));
        using var keys = JsonDocument.Parse(
            await http.GetStringAsync(new Uri(discovery.RootElement.GetProperty("jwks_uri").GetString()!)));

        Assert.Equal(sts.Issuer, discovery.RootElement.GetProperty("issuer").GetString());
        Assert.Equal(
            ["RS256", "ES256", "ES384"],
            keys.RootElement.GetProperty("keys").EnumerateArray().Select(static key => key.GetProperty("kid").GetString()));
        Assert.All(
            keys.RootElement.GetProperty("keys").EnumerateArray(), static key => Assert.False(key.TryGetProperty("d", out _)));
    }

    [Fact]
    public async Task Post_WithoutASignature_IsRefusedInTheQueryProtocol()
    {
        await using var sts = await LocalSecurityTokenService.StartAsync();
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([new("Action", "GetWebIdentityToken"), new("Version", "2011-06-15")]);

        using var response = await http.PostAsync(sts.Endpoint, form);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains(
            "<Code>MissingAuthenticationToken</Code>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://tokens.example")]
    [InlineData("http://10.0.0.1")]
    [InlineData("idp")]
    public void Add_IssuerElsewhere_IsRefused(string issuer) =>
        Assert.Throws<ArgumentException>(() => new FederationPolicies().Add(new FederationPolicy(issuer, "a", "b")));
}
