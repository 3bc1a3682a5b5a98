using System.Net.Http.Headers;
using SqsIngestor.Catalog.Targets;
using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Rest;

/// <summary>Reads tables from the REST API of Unity Catalog. Thread-safe.</summary>
public sealed class UnityCatalogClient : IDisposable
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    private readonly UnityCatalogOptions _options;
    private readonly ICatalogTokens _tokens;
    private readonly HttpMessageHandler _handler;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly RetryLoop _retries;

    /// <summary>Creates the client. It sends nothing yet.</summary>
    /// <param name="options">Where the catalog is.</param>
    /// <param name="tokens">Supplies tokens.</param>
    /// <param name="handler">Sends the requests. The client disposes it. Default: a handler with the proxy that
    /// https_proxy or all_proxy names, and the system's certificates. To use another proxy, or none, pass a handler.</param>
    /// <param name="clock">Default: the system clock.</param>
    /// <exception cref="CatalogException"><see cref="CatalogErrorCode.ProxyInvalid"/>.</exception>
    public UnityCatalogClient(
        UnityCatalogOptions options, ICatalogTokens tokens, HttpMessageHandler? handler = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tokens);
        (_options, _tokens, _clock) = (options, tokens, clock ?? TimeProvider.System);
        _retries = new RetryLoop(
            new Backoff(options.Backoff, options.BackoffMax, Backoff.Jitter()), options.Attempts, options.BackoffMax, _clock);
        _handler = handler ?? CreateHandler(options);
        _http = new HttpClient(_handler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <summary><c>GET /api/2.1/unity-catalog/tables/{full_name}</c>.</summary>
    /// <param name="name">The table.</param>
    /// <param name="cancellationToken">Cancels the request and its retries.</param>
    /// <exception cref="CatalogException">The catalog does not return the table.</exception>
    public async Task<CatalogTable> GetTableAsync(TableName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var renewed = false;
        var outcome = await _retries.RunAsync(AttemptAsync, null, cancellationToken).ConfigureAwait(false);
        return outcome.Value ?? throw outcome.Failure!;

        async Task<Attempt<CatalogTable>> AttemptAsync()
        {
            try
            {
                return new(await RequestAsync(name, cancellationToken).ConfigureAwait(false));
            }
            catch (CatalogException e) when (e.Code == CatalogErrorCode.Unauthenticated && !renewed)
            {
                // A cached token may have been revoked. If a new one fails too, no other will succeed.
                _tokens.Invalidate();
                renewed = true;
                return await AttemptAsync().ConfigureAwait(false);
            }
            catch (CatalogException e)
            {
                return new(null, e, e.IsTransient, e.RetryAfter);
            }
        }
    }

    /// <summary>
    /// The table, with what its answer does not have: the tag <see cref="Column.RescueTag"/>. Only nullable VARIANT columns can
    /// have it, so each of them takes a request: <c>GET /api/2.1/unity-catalog/entity-tag-assignments/columns/{name}/tags</c>.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The table. Columns whose tags the catalog does not return are as they were.</returns>
    public async Task<CatalogTable> WithRescueTagAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        var columns = table.Columns.ToList();
        for (var i = 0; i < columns.Count; i++)
        {
            if (!TargetRules.CanBeRescue(columns[i])) continue;
            var name = Uri.EscapeDataString($"{table.Name}.{columns[i].Name}");
            var url = new Uri(_options.WorkspaceUrl, $"/api/2.1/unity-catalog/entity-tag-assignments/columns/{name}/tags");
            try
            {
                var tags = await SendAsync(url, table.Name, answer => answer.ReadTags(), cancellationToken).ConfigureAwait(false);
                columns[i] = columns[i] with { IsTaggedRescue = tags.Contains(Column.RescueTag) };
            }
            catch (CatalogException)
            {
                // The table is readable without its tags, which take privileges of their own.
            }
        }

        return table with { Columns = columns };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler CreateHandler(UnityCatalogOptions options)
    {
        try
        {
            return HttpHandlers.Create(options.WorkspaceUrl, options.Variables, options.Resolver);
        }
        catch (ProxyVariableException e)
        {
            throw CatalogErrors.ProxyInvalid(e);
        }
    }

    private Task<CatalogTable> RequestAsync(TableName name, CancellationToken cancellationToken) => SendAsync(
        new Uri(_options.WorkspaceUrl, $"/api/2.1/unity-catalog/tables/{Uri.EscapeDataString(name.ToString())}"), name,
        answer => answer.ReadTable(), cancellationToken);

    private async Task<T> SendAsync<T>(Uri url, TableName name, Func<CatalogAnswer, T> read, CancellationToken cancellationToken)
    {
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
            return read(new CatalogAnswer(_options.WorkspaceUrl, name, response, body, _clock));
        }
        catch (HttpRequestException e)
        {
            throw CatalogErrors.Unreachable(_options.WorkspaceUrl, HttpHandlers.Reason(_handler, e), e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CatalogErrors.Unreachable(
                _options.WorkspaceUrl, $"no answer within {_options.Timeout.TotalSeconds:0.###} s", null);
        }
    }
}
