using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Pipeline.Aws.RoleCredentials;
using SqsIngestor.Pipeline.Aws.SigV4;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Aws.RoleCredentials;

public sealed class ContainerCredentialsTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string?> _variables = new();
    private readonly ConcurrentQueue<string> _tokens = new();
    private readonly QuietClock _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly EnvironmentCredentials _credentials;
    private WebApplication _app = null!;
    private int _status = 200;
    private string? _expiration = "2026-01-01T06:00:00Z";
    private SecretScene? _scene;

    public ContainerCredentialsTests() => _credentials = new EnvironmentCredentials(Variable, _clock);

    public async Task InitializeAsync()
    {
        _app = LoopbackServer.Create(null, new LoopbackPort(HttpProtocols.Http1)).Build();
        _app.MapGet("/credentials", (HttpRequest request) =>
        {
            _tokens.Enqueue(request.Headers.Authorization.ToString());
            if (_status != 200) return Results.Text("""{"code":"x","message":"key-secret"}""", statusCode: _status);
            var expiration = _expiration is null ? "" : $",\"Expiration\":\"{_expiration}\"";
            var (id, key, session) = _scene is null
                ? ($"ASIA{_tokens.Count}", "key-secret", "session-1")
                : (_scene.Manager.AccessKeyId, _scene.Manager.SecretAccessKey, _scene.Manager.SessionToken);
            return Results.Text(
                $$"""{"AccessKeyId":"{{id}}","SecretAccessKey":"{{key}}","Token":"{{session}}"{{expiration}}}""",
                "application/json");
        });
        await _app.StartAsync();
        _variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = new Uri(LoopbackServer.Addresses(_app)[0], "/credentials").ToString();
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task GetAsync_FullUriAndToken_GivesWhatTheEndpointGives()
    {
        _variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "Bearer t-1";

        var credentials = await _credentials.GetAsync(default);

        Assert.Equal(("ASIA1", "key-secret", "session-1"), (
            credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken));
        Assert.Equal(["Bearer t-1"], _tokens);
    }

    [Fact]
    public async Task GetAsync_VariablesWithCredentials_ComeFirstAndAreReadAnew()
    {
        _variables["AWS_ACCESS_KEY_ID"] = "ASIA-env-1";
        _variables["AWS_SECRET_ACCESS_KEY"] = "key-secret";
        Assert.Equal("ASIA-env-1", (await _credentials.GetAsync(default)).AccessKeyId);

        _variables["AWS_ACCESS_KEY_ID"] = "ASIA-env-2";
        Assert.Equal("ASIA-env-2", (await _credentials.GetAsync(default)).AccessKeyId);
        Assert.Empty(_tokens);
    }

    [Fact]
    public async Task GetAsync_UntilFiveMinutesBeforeTheEnd_KeepsThem()
    {
        await _credentials.GetAsync(default);
        _clock.Advance(TimeSpan.FromMinutes((6 * 60) - 6));
        Assert.Equal("ASIA1", (await _credentials.GetAsync(default)).AccessKeyId);

        _clock.Advance(TimeSpan.FromMinutes(1));
        _expiration = "2026-01-01T12:00:00Z";
        Assert.Equal("ASIA2", (await _credentials.GetAsync(default)).AccessKeyId);
        Assert.Equal("ASIA2", (await _credentials.GetAsync(default)).AccessKeyId);
    }

    [Fact]
    public async Task GetAsync_RefreshFails_OldOnesServeUntilTheyExpire()
    {
        await _credentials.GetAsync(default);
        _clock.Advance(TimeSpan.FromMinutes((6 * 60) - 1));
        _status = 500;
        Assert.Equal("ASIA1", (await _credentials.GetAsync(default)).AccessKeyId);

        _clock.Advance(TimeSpan.FromMinutes(1));
        var error = await Assert.ThrowsAsync<AwsCredentialsException>(() => _credentials.GetAsync(default).AsTask());
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task GetAsync_NoExpiration_AsksEachTime()
    {
        _expiration = null;
        await _credentials.GetAsync(default);
        Assert.Equal("ASIA2", (await _credentials.GetAsync(default)).AccessKeyId);
    }

    [Fact]
    public async Task GetAsync_TokenFile_IsReadAgainForEachRequestAndComesBeforeTheToken()
    {
        using var file = new TemporaryFile("t-0");
        _expiration = null;
        _variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "t-0";
        _variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = file.Path;
        await File.WriteAllTextAsync(file.Path, "t-1\n");
        await _credentials.GetAsync(default);
        await File.WriteAllTextAsync(file.Path, "t-2");
        await _credentials.GetAsync(default);

        Assert.Equal(["t-1", "t-2"], _tokens);
    }

    [Fact]
    public async Task GetAsync_TokenWithLineBreaks_IsRefused()
    {
        _variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "t-1\r\nX-Header: t-2";

        var error = await Assert.ThrowsAsync<AwsCredentialsException>(() => _credentials.GetAsync(default).AsTask());

        Assert.Equal("the token of AWS_CONTAINER_AUTHORIZATION_TOKEN is empty or has line breaks", error.Message);
        Assert.Empty(_tokens);
    }

    [Theory]
    [InlineData(403, false)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public async Task GetAsync_EndpointFails_SaysTheStatusAndNothingOfTheBody(int status, bool isTransient)
    {
        _status = status;

        var error = await Assert.ThrowsAsync<AwsCredentialsException>(() => _credentials.GetAsync(default).AsTask());

        Assert.EndsWith($"answered {status}", error.Message, StringComparison.Ordinal);
        Assert.Equal(isTransient, error.IsTransient);
    }

    [Theory]
    [InlineData("https://credentials.example/x", true)]
    [InlineData("http://127.0.0.1:9001/x", true)]
    [InlineData("http://127.1.2.3/x", true)]
    [InlineData("http://localhost:9001/x", true)]
    [InlineData("http://[::1]:9001/x", true)]
    [InlineData("http://169.254.170.2/x", true)]
    [InlineData("http://169.254.170.23/v1/credentials", true)]
    [InlineData("http://[fd00:ec2::23]/v1/credentials", true)]
    [InlineData("http://169.254.169.254/x", false)]
    [InlineData("http://[fd00:ec2::254]/x", false)]
    [InlineData("http://credentials.example/x", false)]
    [InlineData("http://localhost.example/x", false)]
    [InlineData("http://user@127.0.0.1/x", false)]
    [InlineData("ftp://127.0.0.1/x", false)]
    [InlineData("/x", false)]
    public void Find_FullUri_AllowsTheHostsOfTheSdks(string url, bool allowed)
    {
        _variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url;

        var (found, problem) = ContainerEndpoint.Find(Variable);

        Assert.Equal((allowed, !allowed), (found is not null, problem is not null));
    }

    [Theory]
    [InlineData("/v2/credentials/1", "http://169.254.170.2/v2/credentials/1")]
    [InlineData("/v2/credentials/1?x=2", "http://169.254.170.2/v2/credentials/1?x=2")]
    [InlineData("@evil.example/x", null)]
    [InlineData("v2/credentials/1", null)]
    public void Find_RelativeUri_IsAtTheAddressOfEcsAndComesFirst(string path, string? url)
    {
        _variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = path;

        Assert.Equal(url, ContainerEndpoint.Find(Variable).Url?.ToString());
    }

    [Fact]
    public async Task ReadAsync_SecretWithCredentialsOfTheEndpoint_IsSignedWithThem()
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        _scene = scene;
        using var client = scene.Client(scene.Settings() with { Credentials = _credentials });

        Assert.Equal("dose-1", await client.ReadAsync(default));
    }

    [Fact]
    public async Task ReadAsync_EndpointRefuses_IsNotAnOutage()
    {
        await using var scene = await SecretScene.StartAsync("dose-1");
        _status = 403;
        using var client = scene.Client(scene.Settings() with { Credentials = _credentials });

        var error = await Assert.ThrowsAsync<FunctionException>(() => client.ReadAsync(default));

        Assert.Equal("Function.CredentialsInvalid", error.ErrorType);
        Assert.Contains("the endpoint of the role's AWS credentials, 127.0.0.1:", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("key-secret", error.ToString(), StringComparison.Ordinal);
    }

    private string? Variable(string name) => _variables.GetValueOrDefault(name);
}
