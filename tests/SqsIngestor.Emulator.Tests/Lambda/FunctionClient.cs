using System.Net;
using System.Text;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Lambda;

/// <summary>Plays the function: speaks to a Runtime API as a bootstrap does.</summary>
internal sealed class FunctionClient(string runtimeApi) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://{runtimeApi}"), Timeout = Eventually.Patience };

    public async Task<(
        string RequestId, HttpResponseMessage Response, byte[] Payload)> NextAsync(CancellationToken cancellationToken = default)
    {
        var response = await _http.GetAsync("/2018-06-01/runtime/invocation/next", cancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (
            Header(response, "Lambda-Runtime-Aws-Request-Id"), response,
            await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public async Task<HttpStatusCode> RespondAsync(string requestId, byte[] body)
    {
        using var response =
            await _http.PostAsync($"/2018-06-01/runtime/invocation/{requestId}/response", new ByteArrayContent(body));
        return response.StatusCode;
    }

    public Task<HttpStatusCode> FailAsync(string requestId, string typeHeader, string json) =>
        PostErrorAsync($"/2018-06-01/runtime/invocation/{requestId}/error", typeHeader, json);

    public Task<HttpStatusCode> FailInitAsync(string typeHeader, string json) =>
        PostErrorAsync("/2018-06-01/runtime/init/error", typeHeader, json);

    public async Task<(HttpStatusCode Status, string? Identifier)> RegisterAsync(string? name, string json = """{"events":[]}""")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/2020-01-01/extension/register")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (name is not null) request.Headers.Add("Lambda-Extension-Name", name);
        using var response = await _http.SendAsync(request);
        return (
            response.StatusCode,
            response.Headers.TryGetValues("Lambda-Extension-Identifier", out var values) ? values.Single() : null);
    }

    public async Task<HttpResponseMessage> ExtensionNextAsync(string? identifier, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/2020-01-01/extension/event/next");
        if (identifier is not null) request.Headers.Add("Lambda-Extension-Identifier", identifier);
        return await _http.SendAsync(request, cancellationToken);
    }

    public static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    public void Dispose() => _http.Dispose();

    private async Task<HttpStatusCode> PostErrorAsync(string path, string typeHeader, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/vnd.aws.lambda.error+json"),
        };
        request.Headers.Add("Lambda-Runtime-Function-Error-Type", typeHeader);
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }
}
