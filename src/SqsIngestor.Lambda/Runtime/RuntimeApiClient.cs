using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Logging;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>
/// The four calls of the Lambda Runtime API (2018-06-01), as a custom runtime makes them. One client has one buffer for events,
/// so it serves one invocation at a time.
/// </summary>
internal sealed class RuntimeApiClient : IDisposable
{
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    private readonly HttpClient _http;
    private readonly ILogger _logger;
    private readonly bool _isAlone;
    private byte[] _payload = GC.AllocateUninitializedArray<byte>(64 * 1024);

    /// <param name="api">Where Lambda is.</param>
    /// <param name="logger">Receives what the API refuses.</param>
    /// <param name="isAlone">
    /// Whether no other client takes invocations in this process. Then X-Ray's id of the trace is also where Lambda's
    /// runtimes have it, in _X_AMZN_TRACE_ID; with several invocations at once that variable could only lie.
    /// </param>
    public RuntimeApiClient(RuntimeApi api, ILogger logger, bool isAlone = true) =>
        (_http, _logger, _isAlone) = (api.CreateClient("2018-06-01/runtime/"), logger, isAlone);

    /// <summary>Waits for an event.</summary>
    /// <exception cref="RuntimeApiException">There will be none: the process has to end.</exception>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync("invocation/next", HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) throw new RuntimeApiException($"the Runtime API answered {(int)response.StatusCode} to next");
            var length = await ReadPayloadAsync(response.Content, cancellationToken).ConfigureAwait(false);
            var traceId = Header(response, "Lambda-Runtime-Trace-Id");
            if (_isAlone) Environment.SetEnvironmentVariable(TraceVariable, traceId);
            return new Invocation(Header(response, "Lambda-Runtime-Aws-Request-Id") ?? "", Deadline(response), traceId, _payload, length);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new RuntimeApiException($"the Runtime API could not be reached ({e.Message})");
        }
    }

    /// <summary>
    /// Answers the invocation. More than 6 MiB and 100 bytes Lambda refuses, and it fails the invocation by itself: all
    /// messages come back. A partial batch response stays far below; 10,000 failures take about 0.6 MB.
    /// </summary>
    /// <exception cref="RuntimeApiException">The process has to end.</exception>
    public Task RespondAsync(string requestId, ReadOnlyMemory<byte> response, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{requestId}/response", new ReadOnlyMemoryContent(response), null, cancellationToken);

    /// <summary>Fails the invocation: SQS delivers all its messages again.</summary>
    /// <exception cref="RuntimeApiException">The process has to end.</exception>
    public Task FailAsync(string requestId, string errorType, string message, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{requestId}/error", RuntimeError.ToContent(errorType, message), errorType, cancellationToken);

    /// <summary>Fails the start of the function.</summary>
    /// <exception cref="RuntimeApiException">Lambda could not be told.</exception>
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
            if (response.StatusCode == HttpStatusCode.InternalServerError) throw new RuntimeApiException($"the Runtime API failed at {call}");
            // 400, 403 and 413: Lambda has settled the invocation by itself, an error would come second; the next one can be asked for.
            Log.RuntimeApiRefused(_logger, (int)response.StatusCode, call);
        }
        catch (HttpRequestException e)
        {
            throw new RuntimeApiException($"the Runtime API could not be reached ({e.Message})");
        }
    }

    private static DateTimeOffset Deadline(HttpResponseMessage response) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Header(response, "Lambda-Runtime-Deadline-Ms") ?? "0", CultureInfo.InvariantCulture));

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
