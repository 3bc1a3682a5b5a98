using Grpc.Core;
using Grpc.Net.Client;
using SqsIngestor.Shared;
using SqsIngestor.Zerobus.Contract;

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
            _prepared ??= (Task.Run(() => Begin()), clock.GetTimestamp());
        }
    }

    /// <summary>A connection whose call has its headers; the caller disposes it.</summary>
    public async ValueTask<ZerobusConnection> CreateAsync(
        ZerobusTableName table, IReadOnlyList<KeyValuePair<string, string>> headers, bool isPersistent = false)
    {
        // The method of a call that was begun early is EphemeralStream.
        var connection = isPersistent
            ? Begin(isPersistent: true)
            : await TakePreparedAsync().ConfigureAwait(false) ?? Begin();
        connection.Start(All(table, headers));
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

    /// <summary>Retires a persistent stream, over a connection of its own.</summary>
    /// <exception cref="RpcException">The service refuses, or cannot be reached.</exception>
    public async Task RetireAsync(
        ZerobusTableName table, string streamId, IReadOnlyList<KeyValuePair<string, string>> headers,
        CancellationToken cancellationToken)
    {
        var (channel, call, _, socket) = Channel();
        using (socket)
        using (channel)
        {
            call.Give(All(table, headers));
            await new Contract.Zerobus.ZerobusClient(channel).RetireStreamAsync(
                new RetireStreamRequest { TableName = table.FullName, StreamId = streamId }, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private ZerobusConnection Begin(bool isPersistent = false)
    {
        var (channel, headers, policy, socket) = Channel();
        return new ZerobusConnection(channel, headers, policy, socket, isPersistent);
    }

    private KeyValuePair<string, string>[] All(ZerobusTableName table, IReadOnlyList<KeyValuePair<string, string>> headers) =>
        [new("x-databricks-zerobus-table-name", table.FullName), new("x-zerobus-sdk", options.ProductName), .. headers];

    private (GrpcChannel Channel, CallHeaders Headers, FlushPolicy Policy, OwnedSocket Socket) Channel()
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
        return (channel, headers, policy, socket);
    }
}
