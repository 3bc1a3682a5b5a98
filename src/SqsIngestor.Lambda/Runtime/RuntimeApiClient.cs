using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Logging;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>
/// The four calls of the Lambda Runtime API (2018-06-01) that a custom runtime makes. A client has one buffer for events, so it
/// serves one invocation at a time.
/// </summary>
internal sealed class RuntimeApiClient : IDisposable
{
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    // As Lambda's own clients: a connection can be reset once, and the API is on this machine.
    private const int Attempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http;
    private readonly ILogger _logger;
    private readonly bool _isAlone;
    private readonly TimeProvider _clock;
    private byte[] _payload = GC.AllocateUninitializedArray<byte>(64 * 1024);

    /// <param name="api">The APIs of Lambda.</param>
    /// <param name="logger">Receives refusals of the API.</param>
    /// <param name="isAlone">
    /// Whether no other client takes invocations in this process. If so, the X-Ray trace id is also set in _X_AMZN_TRACE_ID, as
    /// in Lambda's own runtimes. With several invocations at once that variable would be wrong.
    /// </param>
    /// <param name="clock">Tells whether a deadline can be true. Default the system's.</param>
    public RuntimeApiClient(RuntimeApi api, ILogger logger, bool isAlone = true, TimeProvider? clock = null) =>
        (_http, _logger, _isAlone, _clock) =
            (api.CreateClient("2018-06-01/runtime/"), logger, isAlone, clock ?? TimeProvider.System);

    /// <summary>Waits for an event.</summary>
    /// <exception cref="RuntimeApiException">There will be none; the process must end.</exception>
    public Task<Invocation> NextAsync(CancellationToken cancellationToken) =>
        RetryAsync("invocation/next", () => ReceiveAsync(cancellationToken), cancellationToken);

    /// <summary>
    /// Answers the invocation. Lambda refuses a response over 6 MiB and 100 bytes and fails the invocation itself. A partial
    /// batch response stays far below that: 10,000 failures take about 0.6 MB.
    /// </summary>
    /// <returns>What Lambda made of it. A refusal is logged.</returns>
    /// <exception cref="RuntimeApiException">The process must end.</exception>
    public Task<ResponseVerdict> RespondAsync(
        string requestId, ReadOnlyMemory<byte> response, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{requestId}/response", () => new ReadOnlyMemoryContent(response), null, cancellationToken);

    /// <summary>Fails the invocation. SQS delivers all its messages again.</summary>
    /// <exception cref="RuntimeApiException">The process must end.</exception>
    public Task FailAsync(string requestId, string errorType, string message, CancellationToken cancellationToken) =>
        PostAsync(
            $"invocation/{requestId}/error", () => RuntimeError.ToContent(errorType, message), errorType, cancellationToken);

    /// <summary>Fails the start of the function.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API failed or is gone.</exception>
    public Task FailInitAsync(string errorType, string message, CancellationToken cancellationToken) =>
        PostAsync("init/error", () => RuntimeError.ToContent(errorType, message), errorType, cancellationToken);

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

    private async Task<Invocation> ReceiveAsync(CancellationToken cancellationToken)
    {
        const HttpCompletionOption Headers = HttpCompletionOption.ResponseHeadersRead;
        using var response = await _http.GetAsync("invocation/next", Headers, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new RuntimeApiException($"the Runtime API answered {(int)response.StatusCode} to next");
        var length = await ReadPayloadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        var traceId = Header(response, "Lambda-Runtime-Trace-Id");
        if (_isAlone) Environment.SetEnvironmentVariable(TraceVariable, traceId);
        var now = _clock.GetUtcNow();
        var (deadline, problem) = InvocationDeadline.Read(Header(response, "Lambda-Runtime-Deadline-Ms"), now);
        var requestId = Header(response, "Lambda-Runtime-Aws-Request-Id") ?? "";
        var invocation = new Invocation(requestId, deadline, traceId, _payload, length);
        if (problem is null) return invocation;
        using var scope = _logger.BeginScope(invocation.Ids);
        RuntimeLog.DeadlineReplaced(_logger, problem, (deadline - now).TotalSeconds);
        return invocation;
    }

    private Task<ResponseVerdict> PostAsync(
        string call, Func<HttpContent> content, string? errorType, CancellationToken cancellationToken)
    {
        // Lambda refuses what it has got already, so that a call can be made again.
        return RetryAsync(call, SendAsync, cancellationToken);

        async Task<ResponseVerdict> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, call) { Content = content() };
            request.Content.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
            if (errorType is not null) request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return ResponseVerdict.Accepted;
            if ((int)response.StatusCode >= 500)
                throw new RuntimeApiException($"the Runtime API answered {(int)response.StatusCode} to {call}");
            RuntimeLog.RuntimeApiRefused(_logger, (int)response.StatusCode, call);
            return response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden
                or HttpStatusCode.RequestEntityTooLarge
                ? ResponseVerdict.Settled
                : ResponseVerdict.Refused;
        }
    }

    private async Task<T> RetryAsync<T>(string call, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                if (number == Attempts) throw new RuntimeApiException($"cannot reach the Runtime API ({e.Message})");
                RuntimeLog.RuntimeApiUnreachable(_logger, call, number, e.GetType().Name);
            }

            await Task.Delay(Pause * number, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

/// <summary>What Lambda made of a response or an error.</summary>
internal enum ResponseVerdict
{
    /// <summary>Lambda has accepted the response or the error.</summary>
    Accepted,

    /// <summary>
    /// Not accepted (400, 403, 413), because the invocation had ended or the response is too large. Lambda has settled the
    /// invocation itself, and would refuse an error too.
    /// </summary>
    Settled,

    /// <summary>Not accepted for another reason. The invocation is open until an error ends it.</summary>
    Refused,
}

/// <summary>An event that must be answered.</summary>
/// <param name="RequestId">Lambda's id of the invocation.</param>
/// <param name="Deadline">When Lambda ends the invocation.</param>
/// <param name="TraceId">The X-Ray trace header; null for none.</param>
/// <param name="Payload">Holds the event in its first <paramref name="Length"/> bytes; reused by the next invocation.</param>
/// <param name="Length">Bytes of the event.</param>
internal sealed record Invocation(string RequestId, DateTimeOffset Deadline, string? TraceId, byte[] Payload, int Length)
{
    /// <summary>The ids that its log lines have.</summary>
    public InvocationIds Ids { get; } = InvocationIds.Of(RequestId, TraceId);
}

/// <summary>The Runtime API failed or is gone. The sandbox cannot be used any more, and the process must end.</summary>
internal sealed class RuntimeApiException(string message) : Exception(message);
