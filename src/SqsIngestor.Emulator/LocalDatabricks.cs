using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Emulator.Ingest;
using SqsIngestor.Emulator.Ingest.Persistent;
using SqsIngestor.Emulator.Oidc;
using SqsIngestor.Emulator.Protocols;
using SqsIngestor.Emulator.Rest;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Emulator.UnityCatalog;

namespace SqsIngestor.Emulator;

/// <summary>
/// A Databricks workspace on this machine, with the parts that ingestion needs: tokens, Unity Catalog tables, Zerobus streams,
/// and rows in DuckDB. It listens on 127.0.0.1 only.
/// </summary>
public sealed class LocalDatabricks : IAsyncDisposable
{
    private const int MaxMessageBytes = 10 * 1024 * 1024;

    private readonly LocalDatabricksOptions _options;
    private readonly WebApplication _app;
    private readonly IssuedTokens _tokens;
    private readonly StreamRegistry _streams;
    private readonly TokenExchange _exchange;

    private LocalDatabricks(
        LocalDatabricksOptions options, WebApplication app, TableStore tables, IssuedTokens tokens, StreamRegistry streams,
        EmulatorStatistics statistics, FaultSwitches faults, FederationPolicies policies, TokenExchange exchange)
    {
        _options = options;
        _app = app;
        _tokens = tokens;
        _streams = streams;
        Tables = tables;
        Statistics = statistics;
        Faults = faults;
        FederationPolicies = policies;
        _exchange = exchange;
        var addresses = LoopbackServer.Addresses(app);
        WorkspaceUrl = addresses[0];
        ZerobusEndpoint = addresses[1];
    }

    /// <summary>Where tokens and Unity Catalog are, HTTP/1.1: DATABRICKS_HOST.</summary>
    public Uri WorkspaceUrl { get; }

    /// <summary>
    /// Where Zerobus is: gRPC over HTTP/2, and REST inserts over HTTP/2 and HTTP/1.1, without TLS unless the options have a
    /// certificate: ZEROBUS_ENDPOINT. The first label of its host, <c>127</c>, is the workspace id that a token's resource must
    /// name.
    /// </summary>
    public Uri ZerobusEndpoint { get; }

    /// <summary>The service principal's client id.</summary>
    public string ClientId => _options.ClientId;

    /// <summary>The service principal's secret.</summary>
    public string ClientSecret => _options.ClientSecret;

    /// <summary>The tables and their rows.</summary>
    public TableStore Tables { get; }

    /// <summary>Counters of what has happened so far.</summary>
    public EmulatorStatistics Statistics { get; }

    /// <summary>Faults that can be switched on and off.</summary>
    public FaultSwitches Faults { get; }

    /// <summary>Which identity tokens the workspace exchanges for its own, besides the client's id and secret.</summary>
    public FederationPolicies FederationPolicies { get; }

    /// <summary>Starts a workspace without tables, or with those of the database file.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="TableStoreException">The database file cannot be opened.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<LocalDatabricks> StartAsync(
        LocalDatabricksOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new LocalDatabricksOptions();
        var statistics = new EmulatorStatistics();
        var tokens = new IssuedTokens(options.TimeProvider);
        var streams = new StreamRegistry();
        var faults = new FaultSwitches();
        var policies = new FederationPolicies();
        var exchange = new TokenExchange(policies, options.ClientId, options.TimeProvider);
        var tables = new TableStore(options.DatabaseFile, options.StoreRows, options.TimeProvider);
        try
        {
            var app = Build(options, tables, tokens, exchange, streams, statistics, faults);
            await app.StartAsync(cancellationToken);
            return new LocalDatabricks(options, app, tables, tokens, streams, statistics, faults, policies, exchange);
        }
        catch
        {
            tables.Dispose();
            throw;
        }
    }

    /// <summary>Makes every issued token invalid. Open streams continue, as in the service.</summary>
    public void RevokeTokens() => _tokens.RevokeAll();

    /// <summary>Sends close_stream_signal on open streams and ends each after the notice with UNAVAILABLE.</summary>
    /// <param name="notice">How long the streams continue. The signal contains it.</param>
    /// <param name="table">The table of the streams; null for all.</param>
    /// <returns>A task that ends when every stream has.</returns>
    public async Task SignalCloseAsync(TimeSpan notice, TableName? table = null) =>
        await Task.WhenAll(_streams.Of(table).Select(stream => stream.SignalCloseAsync(notice)));

    /// <summary>Ends open streams at once; the server loses the records that are not committed.</summary>
    /// <param name="code">The gRPC status.</param>
    /// <param name="detail">Its text.</param>
    /// <param name="table">The table of the streams; null for all.</param>
    public void AbortStreams(StatusCode code, string detail, TableName? table = null)
    {
        foreach (var stream in _streams.Of(table)) stream.Abort(StreamErrors.Of(code, detail));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AbortStreams(StatusCode.Unavailable, "the server is shutting down");
        await _app.StopAsync();
        await _app.DisposeAsync();
        _exchange.Dispose();
        Tables.Dispose();
    }

    private static WebApplication Build(
        LocalDatabricksOptions options, TableStore tables, IssuedTokens tokens, TokenExchange exchange, StreamRegistry streams,
        EmulatorStatistics statistics, FaultSwitches faults)
    {
        var isTls = options.Certificate is not null;
        var logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<LocalDatabricks>();
        var gate = new ProtocolGate(isTls, logger);
        var builder = LoopbackServer.Create(
            options.LoggerFactory,
            new LoopbackPort(HttpProtocols.Http1, options.WorkspacePort, options.Certificate) { Inner = gate.CaptureHttp1 },
            new LoopbackPort(
                isTls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http2, options.ZerobusPort, options.Certificate)
            {
                Outer = gate.Outer,
                Inner = isTls ? gate.Inner : null,
            });
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageBytes;
            grpc.IgnoreUnknownServices = true;
        });
        builder.Services.AddSingleton(options)
            .AddSingleton(tables)
            .AddSingleton(streams)
            .AddSingleton(statistics)
            .AddSingleton(faults);
        builder.Services.AddSingleton(new StreamOpening(tokens, tables, faults));
        builder.Services.AddSingleton<PersistentStreams>().AddSingleton<ZerobusService>().AddSingleton<InsertEndpoint>();
        var app = builder.Build();
        app.MapGrpcService<ZerobusService>();
        app.MapPost("/oidc/v1/token", (HttpRequest request) =>
            new TokenEndpoint(options, tokens, exchange, statistics, faults, WorkspaceId(app)).HandleAsync(request));
        new CatalogEndpoints(tables, tokens, statistics, faults).Map(app);
        app.Services.GetRequiredService<InsertEndpoint>().Map(app);
        app.MapFallback("{**path}", (HttpContext context) => NotServed.AnswerAsync(context, logger));
        return app;
    }

    private static string WorkspaceId(WebApplication app) => LoopbackServer.Addresses(app)[1].Host.Split('.')[0];
}
