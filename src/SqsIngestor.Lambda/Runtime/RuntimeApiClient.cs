using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Logging;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>The four calls of the Lambda Runtime API (2018-06-01), as a custom runtime makes them.</summary>
internal sealed class RuntimeApiClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly ILogger _logger;
    private byte[] _payload = new byte[64 * 1024];

    /// <param name="address">AWS_LAMBDA_RUNTIME_API: host and port.</param>
    /// <param name="logger">Receives what the API refuses.</param>
    public RuntimeApiClient(string address, ILogger logger)
    {
        _logger = logger;
        // The process is frozen inside next for as long as there is no event: no time-out may count that.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan })
        {
            BaseAddress = new Uri($"http://{address}/2018-06-01/runtime/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Waits for an event.</summary>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync("invocation/next", HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var length = await ReadPayloadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        var deadline = long.Parse(Header(response, "Lambda-Runtime-Deadline-Ms") ?? "0", CultureInfo.InvariantCulture);
        return new Invocation(
            Header(response, "Lambda-Runtime-Aws-Request-Id") ?? "", DateTimeOffset.FromUnixTimeMilliseconds(deadline),
            Header(response, "Lambda-Runtime-Trace-Id"), _payload, length);
    }

    /// <summary>Answers the invocation.</summary>
    public Task RespondAsync(string requestId, ReadOnlyMemory<byte> response, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{requestId}/response", new ReadOnlyMemoryContent(response), null, cancellationToken);

    /// <summary>Fails the invocation: SQS delivers all its messages again.</summary>
    public Task FailAsync(string requestId, string errorType, string message, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{requestId}/error", RuntimeError.ToContent(errorType, message), errorType, cancellationToken);

    /// <summary>Fails the start of the function.</summary>
    public Task FailInitAsync(string errorType, string message, CancellationToken cancellationToken) =>
        PostAsync("init/error", RuntimeError.ToContent(errorType, message), errorType, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<int> ReadPayloadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength is > 0 and var expected && expected > _payload.Length) _payload = new byte[expected];
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var length = 0;
            while (true)
            {
                if (length == _payload.Length) Array.Resize(ref _payload, _payload.Length * 2);
                var read = await stream.ReadAsync(_payload.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0) return length;
                length += read;
            }
        }
    }

    private async Task PostAsync(string call, HttpContent content, string? errorType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, call) { Content = content };
        content.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
        if (errorType is not null) request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return;
        // 400, 403 and 413: Lambda has settled the invocation by itself; the next one can be asked for.
        if (response.StatusCode == HttpStatusCode.InternalServerError) throw new RuntimeApiException($"the Runtime API failed at {call}");
        Log.RuntimeApiRefused(_logger, (int)response.StatusCode, call);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
