using System.Net;
using System.Net.Http.Headers;
using System.Web;

namespace SqsIngestor.Zerobus.Tests.Support;

/// <summary>Answers token requests with token-1, token-2 …, or with the statuses that are set for the next ones.</summary>
internal sealed class StubTokenEndpoint : HttpMessageHandler
{
    private readonly List<(string, string, Dictionary<string, string>)> _requests = [];
    private int _tokens;

    /// <summary>What to answer first; 0 fails to connect.</summary>
    public List<HttpStatusCode> Statuses { get; } = [];

    public string? ExpiresIn { get; set; } = "3600";

    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The body of an answer other than a token.</summary>
    public string Body { get; set; } = """{"error": "invalid_client", "error_description": "s3cr3t-dose-not-leak is wrong"}""";

    public string MediaType { get; set; } = "application/json";

    public Task Hold { get; set; } = Task.CompletedTask;

    public IReadOnlyList<(string Url, string Authorization, Dictionary<string, string> Form)> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken));
        HttpStatusCode status;
        lock (_requests)
        {
            _requests.Add((
                request.RequestUri!.ToString(),
                request.Headers.Authorization?.ToString() ?? "",
                form.AllKeys.ToDictionary(static k => k!, k => form[k]!)));
            status = Statuses.Count > 0 ? Statuses[0] : HttpStatusCode.OK;
            if (Statuses.Count > 0)
                Statuses.RemoveAt(0);
        }

        await Hold.WaitAsync(cancellationToken);
        if (status == 0)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        var response = new HttpResponseMessage(status);
        if (status == HttpStatusCode.OK)
        {
            var expires = ExpiresIn is null ? "" : $", \"expires_in\": {ExpiresIn}";
            response.Content = new StringContent(
                $$"""{"access_token": "token-{{Interlocked.Increment(ref _tokens)}}"{{expires}}}""");
            return response;
        }

        response.Content = new StringContent(Body, new MediaTypeHeaderValue(MediaType));
        if (RetryAfter is { } after)
            response.Headers.RetryAfter = new RetryConditionHeaderValue(after);
        return response;
    }
}
