using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>
/// Registers an extension inside this process that takes no events (Extensions API, 2020-01-01). Lambda sends SIGTERM, and waits
/// 500 ms, only if an extension is registered. The function works without it: a refusal is only logged.
/// </summary>
internal sealed class InternalExtension : IDisposable
{
    private const string IdentifierHeader = "Lambda-Extension-Identifier";
    private const string Name = "sqs-ingestor";

    private readonly HttpClient _http;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disposed = new();
    private string? _identifier;

    /// <param name="api">The APIs of Lambda.</param>
    /// <param name="logger">Receives a refusal.</param>
    public InternalExtension(RuntimeApi api, ILogger logger) =>
        (_http, _logger) = (api.CreateClient("2020-01-01/extension/"), logger);

    /// <summary>Registers. Must complete before the first event is requested: Lambda accepts no extension after that.</summary>
    /// <param name="deadline">Cancels the registration, which is logged, not thrown.</param>
    public async Task RegisterAsync(CancellationToken deadline)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "register");
            request.Content = new ByteArrayContent("""{"events":[]}"""u8.ToArray());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("Lambda-Extension-Name", Name);
            using var response = await _http.SendAsync(request, deadline).ConfigureAwait(false);
            if (response.IsSuccessStatusCode && response.Headers.TryGetValues(IdentifierHeader, out var identifiers))
                _identifier = identifiers.First();
            else
                RuntimeLog.ExtensionNotRegistered(_logger, $"the Extensions API answered {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            var reason = e is HttpRequestException ? e.Message : "the Extensions API did not answer in time";
            RuntimeLog.ExtensionNotRegistered(_logger, reason);
        }
    }

    /// <summary>Tells Lambda that the extension is ready. Lambda sends no event before. Returns at once.</summary>
    public void Ready()
    {
        if (_identifier is { } identifier) _ = WaitAsync(identifier);
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _http.Dispose();
        _disposed.Dispose();
    }

    /// <summary>An extension is ready once it requests an event. One that takes no events gets no answer.</summary>
    private async Task WaitAsync(string identifier)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "event/next");
            request.Headers.Add(IdentifierHeader, identifier);
            using var response = await _http.SendAsync(request, _disposed.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The sandbox or this process is about to end.
        }
    }
}
