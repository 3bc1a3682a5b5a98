using System.Net;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>A workspace that gives tokens, or refuses them.</summary>
internal sealed class StubTokens : HttpMessageHandler
{
    private int _requests;

    /// <summary>What it answers from now on.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    /// <summary>How many tokens were requested.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>A provider that requests tokens from here. It tries once.</summary>
    public OAuthTokenProvider CreateProvider(TimeProvider clock) => new(
        new OAuthOptions
        {
            WorkspaceUrl = new Uri("https://dbc-1.cloud.databricks.com"),
            ClientId = "client",
            ClientSecret = "secret",
            WorkspaceId = "123",
            Attempts = 1,
        },
        this, clock: clock);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        var answer = new HttpResponseMessage(Status);
        if (Status == HttpStatusCode.OK)
            answer.Content = new StringContent("""{"access_token": "dose", "expires_in": 3600}""");
        return Task.FromResult(answer);
    }
}
