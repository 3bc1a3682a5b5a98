using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SqsIngestor.Shared;
using SqsIngestor.Zerobus.Internal.Authentication;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Internal.Errors;

namespace SqsIngestor.Zerobus;

/// <summary>
/// Gets tokens for a Databricks service principal and caches one per table: with client id and secret (OAuth client credentials),
/// or without a secret, in exchange for identity tokens of the workload (<see cref="OAuthOptions.IdentityTokens"/>). Share one
/// instance between clients of the same workspace and principal, so that one request serves them all. A valid token serves
/// at once; its successor is requested in the background 5 minutes before its end, or after half of its lifetime when that is
/// later. When the endpoint asks for a pause (Retry-After), no table sends a request before it is over. For a secret that is
/// rotated, use <see cref="OAuthOptions.Credentials"/>. Safe for use by several threads.
/// </summary>
public sealed class OAuthTokenProvider : IZerobusHeadersProvider, IDisposable
{
    private readonly ConcurrentDictionary<string, TokenSlot> _slots = new(StringComparer.Ordinal);
    private readonly TokenClient _endpoint;
    private readonly Func<int, TimeSpan> _pauses;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <summary>Creates the provider; nothing is requested yet.</summary>
    /// <param name="options">The principal and its workspace.</param>
    /// <param name="handler">Sends the requests and is disposed with this; default: one that uses the proxy that https_proxy or
    /// all_proxy names, and the system's roots. To use another proxy, or none, pass a handler:
    /// <see cref="ZerobusClientOptions.Proxy"/> is not for tokens.</param>
    /// <param name="loggerFactory">Default: no logs.</param>
    /// <param name="clock">Default: the system's.</param>
    /// <exception cref="ZerobusException"><see cref="ZerobusErrorCode.CredentialsInvalid"/>,
    /// <see cref="ZerobusErrorCode.OptionsInvalid"/> or <see cref="ZerobusErrorCode.ProxyInvalid"/>.</exception>
    public OAuthTokenProvider(
        OAuthOptions options,
        HttpMessageHandler? handler = null,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        _clock = clock ?? TimeProvider.System;
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("SqsIngestor.Zerobus");
        handler ??= CreateHandler(options);
        _http = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _endpoint = new TokenClient(options, _http, failure => HttpHandlers.Reason(handler, failure), _clock, _logger);
        var backoff = new Backoff(options.BackoffInitial, options.BackoffMax, Backoff.Jitter());
        _pauses = failures => backoff.After(failures * options.Attempts);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<KeyValuePair<string, string>>> GetHeadersAsync(
        ZerobusTableName table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [
            new("authorization", "Bearer " + await TokenAsync(table.FullName, table, cancellationToken).ConfigureAwait(false))];
    }

    /// <summary>A token for the workspace's REST APIs (Unity Catalog), without table privileges. Cached as the others.</summary>
    /// <exception cref="ZerobusException">The endpoint refused the credentials, or does not answer.</exception>
    public ValueTask<string> GetWorkspaceTokenAsync(CancellationToken cancellationToken) =>
        TokenAsync("", null, cancellationToken);

    /// <inheritdoc/>
    public void Invalidate(ZerobusTableName table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (_slots.TryGetValue(table.FullName, out var slot))
            slot.Drop();
    }

    /// <summary>
    /// Requests a token for a table although the cached one may be valid, and caches it. Shows whether the credentials of today
    /// are accepted. The cached token serves meanwhile, and stays if the request fails.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Stops waiting; the request goes on.</param>
    /// <exception cref="ZerobusException">The endpoint refused the credentials, or does not answer.</exception>
    public Task RenewAsync(ZerobusTableName table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Slot(table.FullName, table).RenewAsync(cancellationToken);
    }

    /// <summary>Drops the cached token of <see cref="GetWorkspaceTokenAsync"/>, after a service refused it.</summary>
    public void InvalidateWorkspaceToken()
    {
        if (_slots.TryGetValue("", out var slot))
            slot.Drop();
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private ValueTask<string> TokenAsync(string key, ZerobusTableName? table, CancellationToken cancellationToken) =>
        Slot(key, table).GetAsync(cancellationToken);

    private TokenSlot Slot(string key, ZerobusTableName? table) =>
        _slots.GetOrAdd(
            key, _ => new TokenSlot(
                key.Length > 0 ? key : "the workspace", () => _endpoint.RequestAsync(table), _pauses, _clock, _logger));

    private static SocketsHttpHandler CreateHandler(OAuthOptions options)
    {
        SocketsHttpHandler handler;
        try
        {
            handler = HttpHandlers.Create(options.WorkspaceUrl, options.Variables, options.Resolver);
        }
        catch (ProxyVariableException e)
        {
            throw ProxyErrors.Of(e);
        }

        // A token is requested about once an hour; until then, a connection would probably be dead.
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        if (options.CertificateAuthorityFile is { } file)
            handler.SslOptions.CertificateChainPolicy = TrustedAuthorities.Load(file);
        return handler;
    }

    private static void Check(OAuthOptions options)
    {
        if (options.IdentityTokens is not null && (options.Credentials is not null || options.ClientSecret.Length > 0))
        {
            throw new ZerobusException(
                ZerobusErrorCode.CredentialsInvalid, "The options have both a client secret and a source of identity tokens.",
                "Keep one of the two.");
        }

        if (options.Credentials is null && options.IdentityTokens is null
            && (string.IsNullOrWhiteSpace(options.ClientId) || string.IsNullOrWhiteSpace(options.ClientSecret)))
        {
            throw new ZerobusException(
                ZerobusErrorCode.CredentialsInvalid, "The client id or the client secret is empty.");
        }

        if (!options.WorkspaceUrl.IsAbsoluteUri || options.Attempts < 1 || options.Timeout <= TimeSpan.Zero)
        {
            throw new ZerobusException(
                ZerobusErrorCode.OptionsInvalid, "WorkspaceUrl, Attempts or Timeout is outside its range.",
                "Set an absolute https URL, at least one attempt and a timeout above 0 s.");
        }
    }
}
