using System.Net.Http.Headers;
using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Rest;

/// <summary>Reads tables from Unity Catalog's REST API. Safe for use by several threads.</summary>
public sealed class UnityCatalogClient : IDisposable
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    private readonly UnityCatalogOptions _options;
    private readonly ICatalogTokens _tokens;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly Backoff _backoff;

    /// <summary>Creates the client; nothing is requested yet.</summary>
    /// <param name="options">Where the catalog is.</param>
    /// <param name="tokens">Where tokens come from.</param>
    /// <param name="handler">Sends the requests and is disposed with this; default: the system's proxy and roots.</param>
    /// <param name="clock">Default: the system's.</param>
    public UnityCatalogClient(UnityCatalogOptions options, ICatalogTokens tokens, HttpMessageHandler? handler = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tokens);
        (_options, _tokens, _clock) = (options, tokens, clock ?? TimeProvider.System);
        _backoff = new Backoff(options.Backoff, options.BackoffMax, new Random().NextDouble);
        // A redirect leads to a login page, never to a table.
        _http = new HttpClient(handler ?? new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <summary><c>GET /api/2.1/unity-catalog/tables/{full_name}</c>.</summary>
    /// <param name="name">The table.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CatalogException">The table can't be had.</exception>
    public async Task<CatalogTable> GetTableAsync(TableName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var renewed = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(name, cancellationToken).ConfigureAwait(false);
            }
            catch (CatalogException e) when (e.Code == CatalogErrorCode.Unauthenticated && !renewed)
            {
                // A cached token may have been revoked; one that is new is refused for good.
                _tokens.Invalidate();
                renewed = true;
            }
            catch (CatalogException e) when (e.IsTransient && attempt < _options.Attempts && Pause(e, attempt) is { } pause)
            {
                await Task.Delay(pause, _clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private TimeSpan? Pause(CatalogException e, int attempt)
    {
        if (e.RetryAfter is { } asked) return asked <= _options.BackoffMax ? asked : null;
        return _backoff.After(attempt);
    }

    private async Task<CatalogTable> AttemptAsync(TableName name, CancellationToken cancellationToken)
    {
        var url = new Uri(_options.WorkspaceUrl, $"/api/2.1/unity-catalog/tables/{Uri.EscapeDataString(name.ToString())}");
        var token = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        using var bound = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.UserAgent.ParseAdd("sqs-ingestor");
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return new CatalogAnswer(_options.WorkspaceUrl, name, response, body, _clock).ReadTable();
        }
        catch (HttpRequestException e)
        {
            throw CatalogErrors.Unreachable(_options.WorkspaceUrl, e.HttpRequestError.ToString(), e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CatalogErrors.Unreachable(_options.WorkspaceUrl, $"no answer within {_options.Timeout.TotalSeconds:0.###} s", null);
        }
    }
}
