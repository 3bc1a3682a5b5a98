using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>
/// The four calls of the Lambda Runtime API (2018-06-01) that a custom runtime makes. A client has one buffer for events, so it
/// serves one invocation at a time.
/// </summary>
internal sealed class RuntimeApiClient : IDisposable
{
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    private readonly HttpClient _http;
    private readonly ILogger _logger;
    private readonly bool _isAlone;
    private byte[] _payload = GC.AllocateUninitializedArray<byte>(64 * 1024);

    /// <param name="api">The APIs of Lambda.</param>
    /// <param name="logger">Receives refusals of the API.</param>
    /// <param name="isAlone">
    /// Whether no other client takes invocations in this process. If so, the X-Ray trace id is also set in _X_AMZN_TRACE_ID, as
    /// in Lambda's own runtimes. With several invocations at once that variable would be wrong.
    /// </param>
    public RuntimeApiClient(RuntimeApi api, ILogger logger, bool isAlone = true) =>
        (_http, _logger, _isAlone) = (api.CreateClient("2018-06-01/runtime/"), logger, isAlone);

    /// <summary>Waits for an event.</summary>
    /// <exception cref="RuntimeApiException">The API failed; the process must end.</exception>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            const HttpCompletionOption Headers = HttpCompletionOption.ResponseHeadersRead;
            using var response = await _http.GetAsync("invocation/next", Headers, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new RuntimeApiException($"the Runtime API answered {(int)response.StatusCode} to next");
            var length = await ReadPayloadAsync(response.Content, cancellationToken).ConfigureAwait(false);
            var traceId = Header(response, "Lambda-Runtime-Trace-Id");
            if (_isAlone) Environment.SetEnvironmentVariable(TraceVariable, traceId);
            return new Invocation(
                Header(response, "Lambda-Runtime-Aws-Request-Id") ?? "", Deadline(response), traceId, _payload, length);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new RuntimeApiException($"cannot reach the Runtime API ({e.Message})");
        }
    }

    /// <summary>
    /// Answers the invocation. Lambda refuses a response over 6 MiB and 100 bytes and fails the invocation itself. A partial
    /// batch response stays far below that: 10,000 failures take about 0.6 MB.
    /// </summary>
    /// <exception cref="RuntimeApiException">The process must end.</exception>
    public Task RespondAsync(string requestId, ReadOnlyMemory<byte> response, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{requestId}/response", new ReadOnlyMemoryContent(response), null, cancellationToken);

    /// <summary>Fails the invocation. SQS delivers all its messages again.</summary>
    /// <exception cref="RuntimeApiException">The process must end.</exception>
    public Task FailAsync(string requestId, string errorType, string message, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{requestId}/error", RuntimeError.ToContent(errorType, message), errorType, cancellationToken);

    /// <summary>Fails the start of the function.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API failed or is gone.</exception>
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
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return;
            if (response.StatusCode == HttpStatusCode.InternalServerError)
            {
                throw new RuntimeApiException($"the Runtime API failed at {call}");
            }
            // 400, 403 and 413: Lambda has settled the invocation itself, and would refuse an error too. The
            // process can continue.
            RuntimeLog.RuntimeApiRefused(_logger, (int)response.StatusCode, call);
        }
        catch (HttpRequestException e)
        {
            throw new RuntimeApiException($"cannot reach the Runtime API ({e.Message})");
        }
    }

    private static DateTimeOffset Deadline(HttpResponseMessage response) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(Header(response, "Lambda-Runtime-Deadline-Ms") ?? "0", CultureInfo.InvariantCulture));

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

/// <summary>An event that must be answered.</summary>
/// <param name="RequestId">Lambda's id of the invocation.</param>
/// <param name="Deadline">When Lambda ends the invocation.</param>
/// <param name="TraceId">The X-Ray trace id; null for none.</param>
/// <param name="Payload">Holds the event in its first <paramref name="Length"/> bytes; reused by the next invocation.</param>
/// <param name="Length">Bytes of the event.</param>
internal sealed record Invocation(string RequestId, DateTimeOffset Deadline, string? TraceId, byte[] Payload, int Length);

/// <summary>The Runtime API failed or is gone. The sandbox cannot be used any more, and the process must end.</summary>
internal sealed class RuntimeApiException(string message) : Exception(message);
