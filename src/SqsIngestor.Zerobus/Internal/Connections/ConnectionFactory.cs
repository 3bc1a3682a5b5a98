using Grpc.Net.Client;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Makes connections for one endpoint: handler, channel and call. One may be begun before it is needed. Safe for use by several
/// threads.
/// </summary>
internal sealed class ConnectionFactory(ZerobusClientOptions options, TimeProvider clock) : IAsyncDisposable
{
    private readonly ZerobusHttpHandler _handlers = new(options, Environment.GetEnvironmentVariable);
    private readonly RacingConnector _connector = new(options.Resolver, clock);
    private readonly Lock _gate = new();
    private (Task<ZerobusConnection> Connection, long Begun)? _prepared;

    /// <summary>Begins a connection for the next call, unless one is begun already.</summary>
    public void Prepare()
    {
        lock (_gate)
        {
            // On another thread, because the first call of a process has much to set up.
            _prepared ??= (Task.Run(Begin), clock.GetTimestamp());
        }
    }

    /// <summary>A connection whose call has its headers; the caller disposes it.</summary>
    public async ValueTask<ZerobusConnection> CreateAsync(
        ZerobusTableName table, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var connection = await TakePreparedAsync().ConfigureAwait(false) ?? Begin();
        connection.Start(
            [new("x-databricks-zerobus-table-name", table.FullName), new("x-zerobus-sdk", options.ProductName), .. headers]);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (Take() is { Connection: var prepared }) (await prepared.ConfigureAwait(false)).Dispose();
    }

    private async ValueTask<ZerobusConnection?> TakePreparedAsync()
    {
        if (Take() is not { } prepared) return null;
        var connection = await prepared.Connection.ConfigureAwait(false);
        // An old one may be dead without notice: the service has closed it, or the process was frozen in between.
        if (!connection.HasEnded && clock.GetElapsedTime(prepared.Begun) < options.OpenTimeout) return connection;
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

    private ZerobusConnection Begin()
    {
        var policy = new FlushPolicy();
        var socket = new OwnedSocket(_connector);
        var headers = new CallHeaders();
        var handler = _handlers.Create(socket);
        handler.PlaintextStreamFilter = headers.FillInAsync;
        var channel = GrpcChannel.ForAddress(options.Endpoint, new GrpcChannelOptions
        {
            // With a handler instead of a client, the channel would connect by itself and bypass a proxy.
            HttpClient = new HttpClient(new RequestHandler(handler, policy, options.ProductName, _handlers.ProxyName))
            {
                Timeout = Timeout.InfiniteTimeSpan,
            },
            DisposeHttpClient = true,
            // The size is checked when a record is written.
            MaxSendMessageSize = null,
        });
        return new ZerobusConnection(channel, headers, policy, socket);
    }
}
