using Grpc.Core;
using Grpc.Net.Client;
using SqsIngestor.Shared;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Makes connections for one endpoint: handler, channel and call. One may be begun before it is needed. Safe for use by several
/// threads.
/// </summary>
internal sealed class ConnectionFactory : IAsyncDisposable
{
    private const string TableHeader = "x-databricks-zerobus-table-name";

    private readonly ZerobusClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly ZerobusHttpHandler _handlers;
    private readonly RacingConnector _connector;
    private readonly SharedConnectionPool? _shared;
    private readonly Lock _gate = new();
    private (Task<ZerobusConnection> Connection, long Begun)? _prepared;

    public ConnectionFactory(ZerobusClientOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _handlers = new ZerobusHttpHandler(options, Environment.GetEnvironmentVariable);
        _connector = new RacingConnector(options.Resolver, clock);
        if (SharingSupport.IsOn && options.SharedConnections > 0)
            _shared = new SharedConnectionPool(options, _handlers, _connector, clock);
    }

    /// <summary>
    /// Begins a connection for the next call, unless one is begun already. Does nothing if calls share connections.
    /// </summary>
    public void Prepare()
    {
        if (_shared is not null)
            return;
        lock (_gate)
        {
            // On another thread, because the first call of a process has much to set up.
            _prepared ??= (Task.Run(() => Begin()), _clock.GetTimestamp());
        }
    }

    /// <summary>A connection whose call has its headers; the caller disposes it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="headers">The authorization.</param>
    /// <param name="isAlone">Whether it must not share its connection.</param>
    /// <param name="isPersistent">Whether its method is PersistentStream.</param>
    public async ValueTask<ZerobusConnection> CreateAsync(
        ZerobusTableName table, IReadOnlyList<KeyValuePair<string, string>> headers, bool isAlone = false,
        bool isPersistent = false)
    {
        // The method of a call that was begun early is EphemeralStream.
        var connection = SharingSupport.IsOn && _shared is not null && !isAlone ? BeginShared(_shared, isPersistent)
            : isPersistent ? Begin(isPersistent: true)
            : await TakePreparedAsync().ConfigureAwait(false) ?? Begin();
        connection.Start([new(TableHeader, table.FullName), .. headers]);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (Take() is { Connection: var prepared }) (await prepared.ConfigureAwait(false)).Dispose();
        if (SharingSupport.IsOn)
            _shared?.Dispose();
    }

    private async ValueTask<ZerobusConnection?> TakePreparedAsync()
    {
        if (Take() is not { } prepared) return null;
        var connection = await prepared.Connection.ConfigureAwait(false);
        // An old one may be dead without notice: the service has closed it, or the process was frozen in between.
        if (!connection.HasEnded && _clock.GetElapsedTime(prepared.Begun) < _options.OpenTimeout) return connection;
        connection.Dispose();
        return null;
    }

    private (Task<ZerobusConnection> Connection, long Begun)? Take()
    {
        lock (_gate)
        {
            var taken = _prepared;
            _prepared = null;
            return taken;
        }
    }

    /// <summary>Retires a persistent stream, over a connection of its own.</summary>
    /// <exception cref="RpcException">The service refuses, or cannot be reached.</exception>
    public async Task RetireAsync(
        ZerobusTableName table, string streamId, IReadOnlyList<KeyValuePair<string, string>> headers,
        CancellationToken cancellationToken)
    {
        var call = new CallHeaders();
        var (handler, transport) = Own(call);
        using (transport)
        using (var channel = Channel(handler, new FlushPolicy()))
        {
            call.Give([new(TableHeader, table.FullName), .. headers]);
            await new Contract.Zerobus.ZerobusClient(channel).RetireStreamAsync(
                new RetireStreamRequest { TableName = table.FullName, StreamId = streamId }, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private ZerobusConnection Begin(bool isPersistent = false)
    {
        var headers = new CallHeaders();
        var (handler, transport) = Own(headers);
        return Begin(handler, headers, transport, isPersistent);
    }

    private ZerobusConnection BeginShared(SharedConnectionPool pool, bool isPersistent)
    {
        var headers = new CallHeaders();
        var call = new SharedCall(pool, headers);
        return Begin(call, headers, call, isPersistent);
    }

    private ZerobusConnection Begin(HttpMessageHandler handler, CallHeaders headers, ICallTransport transport, bool isPersistent)
    {
        var policy = new FlushPolicy();
        return new ZerobusConnection(Channel(handler, policy), headers, policy, transport, isPersistent);
    }

    private (SocketsHttpHandler Handler, OwnConnection Transport) Own(CallHeaders headers)
    {
        var transport = new OwnedTransport(_connector, _options.ConnectCallback);
        var own = new OwnConnection(transport);
        var handler = _handlers.Create(transport);
        handler.PlaintextStreamFilter = (context, cancellationToken) => own.PrepareAsync(context, headers, cancellationToken);
        return (handler, own);
    }

    private GrpcChannel Channel(HttpMessageHandler handler, FlushPolicy policy) =>
        GrpcChannel.ForAddress(_options.Endpoint, new GrpcChannelOptions
        {
            // With a handler instead of a client, the channel would connect by itself and bypass a proxy.
            HttpClient = new HttpClient(new RequestHandler(handler, policy, _options.UserAgent, _handlers.ProxyName))
            {
                Timeout = Timeout.InfiniteTimeSpan,
            },
            DisposeHttpClient = true,
            // The size is checked when a record is written.
            MaxSendMessageSize = null,
        });
}
