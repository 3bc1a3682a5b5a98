using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>Sends the requests of commands to the local server.</summary>
internal sealed class ControlClient : IDisposable
{
    private readonly ServerInfo _server;
    private readonly HttpClient _http;

    public ControlClient(ServerInfo server)
    {
        _server = server;
        // The server is on this machine, so no proxy is in between. A response takes as long as the function takes.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = server.Control.Url,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Control.Token);
    }

    /// <exception cref="CliException">The server refuses the statement, or has ended.</exception>
    public async Task<QueryRows> QueryAsync(string sql, bool typed, CancellationToken cancellation)
    {
        using var response = await SendAsync(
            HttpMethod.Post, "/query", JsonContent.Create(new QueryRequest(sql, typed), options: ControlJson.Options),
            cancellation);
        var rows = await ReadAsync<QueryRows>(response, cancellation);
        return rows.IsOf(typed) ? rows : throw NotOurs(null);
    }

    /// <exception cref="CliException">The server has no queue, or has ended.</exception>
    public async Task<QueueState> DescribeQueueAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, "/queue", null, cancellation);
        return await ReadAsync<QueueState>(response, cancellation);
    }

    /// <exception cref="CliException">The server has no function, or has ended.</exception>
    public async Task<InvocationEvent> InvokeAsync(byte[] payload, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Post, "/invocations", new ByteArrayContent(payload), cancellation);
        return await ReadAsync<InvocationEvent>(response, cancellation);
    }

    /// <summary>Sends messages and reports what happens to them, until the server reports the outcome.</summary>
    /// <exception cref="CliException">The queue refuses a message, or the server ends first.</exception>
    public async IAsyncEnumerable<SendEvent> SendAsync(
        SendRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await SendAsync(
            HttpMethod.Post, "/messages", JsonContent.Create(request, options: ControlJson.Options), cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await ReadLineAsync(reader, cancellation) is { } line)
        {
            var sendEvent = Parse(line);
            yield return sendEvent;
            if (sendEvent.Outcome is not null) yield break;
        }

        throw Gone(null);
    }

    public void Dispose() => _http.Dispose();

    private SendEvent Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SendEvent>(line, ControlJson.Options) ?? throw NotOurs(null);
        }
        catch (JsonException e)
        {
            throw NotOurs(e);
        }
    }

    private async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadLineAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Gone(e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        Verbosity.Say($"asking {_server.Control.Url}: {method} {path}");
        HttpResponseMessage response;
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw Gone(e);
        }

        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            // It is ending.
            if ((int)response.StatusCode >= 500) throw Gone(null);
            var error = await ReadAsync<ControlError>(response, cancellation);
            throw CliErrors.ServerRefused.WithText($"error {error.Message}");
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ControlJson.Options, cancellation)
                ?? throw NotOurs(null);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Gone(e);
        }
        catch (JsonException e)
        {
            throw NotOurs(e);
        }
    }

    private CliException NotOurs(Exception? cause) => CliErrors.ServerUnknown.Because(
        $"What answers on {_server.Control.Url.Authority} is not a server of this version. "
            + "Start one with 'sqs-ingestor serve' of the same version.",
        cause);

    private CliException Gone(Exception? cause) => CliErrors.ServerGone.Because(
        $"The server of process {_server.ProcessId} does not answer on {_server.Control.Url.Authority}. "
            + $"Start one with 'sqs-ingestor serve'.",
        cause);
}
