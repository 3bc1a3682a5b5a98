using System.Net;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests.Authentication;

/// <summary>What status, error code and body of the token endpoint's answer mean together.</summary>
public sealed class TokenAnswerTests : IDisposable
{
    private const string Quoted = "s3cr3t-dose-not-leak";

    private readonly StubTokenEndpoint _endpoint = new();
    private readonly RecordingLoggerFactory _logs = new(Quoted);
    private readonly OAuthTokenProvider _provider;

    public TokenAnswerTests() => _provider = new OAuthTokenProvider(
        new OAuthOptions
        {
            WorkspaceUrl = new Uri("https://dbc-1.cloud.databricks.com"),
            ClientId = "client",
            ClientSecret = "secret",
            WorkspaceId = "123",
            BackoffInitial = TimeSpan.Zero,
        },
        _endpoint, _logs, new SteppedClock());

    public void Dispose()
    {
        _provider.Dispose();
        _logs.AssertNoSecret();
    }

    [Theory]
    [InlineData(400, """{"error":"temporarily_unavailable"}""", "temporarily_unavailable")]
    [InlineData(400, """{"error":"slow_down"}""", "slow_down")]
    [InlineData(400, """{"error":"server_error"}""", "server_error")]
    [InlineData(400, """{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"s3cr3t-dose-not-leak"}""", "REQUEST_LIMIT_EXCEEDED")]
    [InlineData(403, """{"error":"REQUEST_LIMIT_EXCEEDED"}""", "REQUEST_LIMIT_EXCEEDED")]
    [InlineData(401, """{"error":"temporarily_unavailable"}""", "temporarily_unavailable")]
    [InlineData(400, """{"error":"invalid_request","error_description":"Too many requests"}""", "invalid_request")]
    [InlineData(400, """{"error":"s3cr3t_dose","error_description":"rate limit"}""", "an unknown error code")]
    [InlineData(400, "Too Many Requests for s3cr3t-dose-not-leak", "no error code")]
    [InlineData(429, "", "answered 429")]
    [InlineData(503, """{"error":"invalid_client"}""", "answered 503")]
    public async Task GetHeadersAsync_BusyWhateverTheStatus_IsTriedAgainAndRetryable(int status, string body, string words)
    {
        var error = await FailureAsync(status, body, "application/json");

        Assert.Equal((ZerobusErrorCode.TokenUnavailable, true), (error.Code, error.IsRetryable));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(3, _endpoint.Requests.Count);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_client"}""", "400 (invalid_client)")]
    [InlineData(401, """{"error":"invalid_client","error_description":"too many requests"}""", "401 (invalid_client)")]
    [InlineData(400, """{"error":"unauthorized_client"}""", "400 (unauthorized_client)")]
    [InlineData(400, """{"error":"invalid_scope"}""", "400 (invalid_scope)")]
    [InlineData(400, """{"error":"INVALID_GRANT"}""", "400 (invalid_grant)")]
    [InlineData(403, """{"error":"access_denied"}""", "403 (access_denied)")]
    [InlineData(400, """{"error":"s3cr3t.dose"}""", "400 (an unknown error code)")]
    [InlineData(401, "", "401 (no error code)")]
    public async Task GetHeadersAsync_Refused_IsFinal(int status, string body, string words)
    {
        var error = await FailureAsync(status, body, "application/json");

        Assert.Equal((ZerobusErrorCode.TokenRefused, false), (error.Code, error.IsRetryable));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Single(_endpoint.Requests);
    }

    [Theory]
    [InlineData(302, "", "text/html", "answered 302, a redirect, instead of a token")]
    [InlineData(307, "", "text/plain", "answered 307, a redirect, instead of a token")]
    [InlineData(203, "<!DOCTYPE html><html>Sign in, s3cr3t-dose-not-leak</html>", "text/html", "answered 203 with a web page")]
    [InlineData(401, "\uFEFF\n <html>Sign in</html>", "text/plain", "answered 401 with a web page")]
    [InlineData(403, "<html>Blocked: too many requests</html>", "application/json", "answered 403 with a web page")]
    [InlineData(404, "", "text/html", "answered 404 with a web page")]
    public async Task GetHeadersAsync_RedirectOrPage_IsNotAWrongCredential(
        int status, string body, string mediaType, string words)
    {
        var error = await FailureAsync(status, body, mediaType);

        Assert.Equal((ZerobusErrorCode.TokenUnavailable, true), (error.Code, error.IsRetryable));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("Set the workspace URL to the workspace itself", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, """{"error_code":"ENDPOINT_NOT_FOUND"}""")]
    [InlineData(405, "")]
    public async Task GetHeadersAsync_NoSuchEndpoint_IsASetting(int status, string body)
    {
        var error = await FailureAsync(status, body, "application/json");

        Assert.Equal((ZerobusErrorCode.OptionsInvalid, ZerobusFault.Settings), (error.Code, error.Fault));
        Assert.Contains(
            $"WorkspaceUrl: dbc-1.cloud.databricks.com has no token endpoint ({status}, ", error.Message,
            StringComparison.Ordinal);
        Assert.Single(_endpoint.Requests);
    }

    private async Task<ZerobusException> FailureAsync(int status, string body, string mediaType)
    {
        (_endpoint.Body, _endpoint.MediaType) = (body, mediaType);
        _endpoint.Statuses.AddRange(Enumerable.Repeat((HttpStatusCode)status, 3));
        var error =
            await Assert.ThrowsAsync<ZerobusException>(() => _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask());
        Assert.DoesNotContain("s3cr3t", error.ToString(), StringComparison.Ordinal);
        return error;
    }
}
