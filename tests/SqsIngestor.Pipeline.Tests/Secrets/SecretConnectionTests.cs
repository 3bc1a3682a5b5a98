using System.Net;
using SqsIngestor.Pipeline.Aws.RoleCredentials;
using SqsIngestor.Pipeline.Aws.SigV4;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Secrets;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Secrets;

/// <summary>How the clients of Secrets Manager and of the role's credentials reach them.</summary>
public sealed class SecretConnectionTests
{
    private const string Secret = """{"SecretString":"dose-1"}""";

    [Fact]
    public async Task ReadAsync_AnAddressIsDead_TheOtherIsUsed()
    {
        await using var manager = CannedServer.Answering(200, Secret);
        using var dead = new SwallowingListener(IPAddress.Parse("127.0.0.2"), manager.Port);
        using var client = Client(new Uri($"http://manager.test:{manager.Port}"), settings => settings with
        {
            Resolver = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]),
        });

        Assert.Equal("dose-1", await client.ReadAsync(default).WaitAsync(Eventually.Patience));
    }

    [Theory]
    [InlineData("https_proxy")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("ALL_PROXY")]
    public async Task ReadAsync_AProxyInTheEnvironment_IsUsedAndNamed(string variable)
    {
        await using var proxy = CannedServer.Proxy();
        using var client = Client(
            new Uri("https://manager.test"), settings => settings with { Variables = Only(variable, proxy.Url.ToString()) });
        using var stop = new CancellationTokenSource();
        var reading = client.ReadAsync(stop.Token);
        await Eventually.HoldsAsync(() => proxy.Requests.Count > 1);
        await stop.CancelAsync();

        var error = await Assert.ThrowsAsync<FunctionException>(() => reading.WaitAsync(Eventually.Patience));

        Assert.All(proxy.Requests, static request => Assert.Equal("CONNECT manager.test:443 HTTP/1.1", request));
        Assert.Contains($"through the proxy of {variable}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task ReadAsync_Loopback_NeverGoesThroughAProxy(string variable)
    {
        await using var proxy = CannedServer.Proxy();
        await using var manager = CannedServer.Answering(200, Secret);
        using var client = Client(
            manager.Url, settings => settings with { Variables = Only(variable, proxy.Url.ToString()) });

        Assert.Equal("dose-1", await client.ReadAsync(default).WaitAsync(Eventually.Patience));
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public void Client_UnusableProxy_IsAnErrorOfTheConfiguration()
    {
        var error = Assert.Throws<FunctionException>(() => Client(
            new Uri("https://manager.test"),
            static settings => settings with { Variables = Only("HTTPS_PROXY", "socks5://user:hunter2@x:1") }));

        Assert.Equal("Function.ConfigurationInvalid", error.ErrorType);
        Assert.Contains("HTTPS_PROXY", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(302, "", "answered 302 with a redirect")]
    [InlineData(200, "<html>Sign in</html>", "answered 200 with a web page")]
    [InlineData(403, "<!DOCTYPE html>", "answered 403 with a web page")]
    public void NotSecretsManager_AnAnswerOfAnother_IsNamedAndTriedAgain(int status, string body, string words)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);

        var failure = SecretFailure.NotSecretsManager(response, System.Text.Encoding.UTF8.GetBytes(body))!;

        Assert.True(failure.IsTransient);
        Assert.Contains(words, failure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task GetAsync_TheEndpointOfTheCredentials_NeverGoesThroughAProxy(string variable)
    {
        await using var proxy = CannedServer.Proxy();
        await using var endpoint = CannedServer.Answering(200, """{"AccessKeyId":"AKIA","SecretAccessKey":"s"}""");
        var credentials = new ContainerCredentials(
            name => name == "AWS_CONTAINER_CREDENTIALS_FULL_URI" ? endpoint.Url.ToString()
                : name == variable ? proxy.Url.ToString() : null,
            new PatientClock());

        Assert.Equal("AKIA", (await credentials.GetAsync(default).AsTask().WaitAsync(Eventually.Patience)).AccessKeyId);
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task GetAsync_AWebPageInsteadOfCredentials_IsNamed()
    {
        await using var endpoint = CannedServer.Answering(403, "<html></html>", "text/html");
        var credentials = new ContainerCredentials(
            name => name == "AWS_CONTAINER_CREDENTIALS_FULL_URI" ? endpoint.Url.ToString() : null, new PatientClock());

        var error = await Assert.ThrowsAsync<AwsCredentialsException>(
            () => credentials.GetAsync(default).AsTask().WaitAsync(Eventually.Patience));

        Assert.True(error.IsTransient);
        Assert.Contains("answered 403 with a web page", error.Message, StringComparison.Ordinal);
    }

    private static Func<string, string?> Only(string variable, string value) => name => name == variable ? value : null;

    private static SecretsManagerClient Client(Uri endpoint, Func<SecretSettings, SecretSettings> tune)
    {
        Assert.True(SecretArn.TryParse("arn:aws:secretsmanager:eu-west-1:123456789012:secret:databricks-a1b2c3", out var arn));
        var settings = new SecretSettings(arn, endpoint, new AwsCredentials("AKIA", "s", null));
        return new(tune(settings), new PatientClock(), new RecordingLoggerFactory().CreateLogger("test"));
    }
}
