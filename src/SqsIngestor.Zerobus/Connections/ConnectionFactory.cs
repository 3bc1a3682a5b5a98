using Grpc.Core;
using Grpc.Net.Client;
using SqsIngestor.Zerobus.Networking;

namespace SqsIngestor.Zerobus.Connections;

/// <summary>Makes connections for one endpoint: handler, channel and call.</summary>
internal sealed class ConnectionFactory(ZerobusClientOptions options)
{
    private readonly ZerobusHttpHandler _handlers = new(options, Environment.GetEnvironmentVariable);

    public ZerobusConnection Create(TableName table, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var gate = new WriteGate();
        var socket = new OwnedSocket();
        var channel = GrpcChannel.ForAddress(options.Endpoint, new GrpcChannelOptions
        {
            // Given a handler, the channel would connect by itself, past any proxy.
            HttpClient = new HttpClient(new RequestHandler(_handlers.Create(socket), gate, options.ProductName))
            {
                Timeout = Timeout.InfiniteTimeSpan,
            },
            DisposeHttpClient = true,
            // The size is checked when a record is written.
            MaxSendMessageSize = null,
        });
        return new ZerobusConnection(channel, Metadata(table, headers), gate, socket);
    }

    private Metadata Metadata(TableName table, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var metadata = new Metadata
        {
            { "x-databricks-zerobus-table-name", table.FullName },
            { "x-zerobus-sdk", options.ProductName },
        };
        foreach (var (name, value) in headers)
            metadata.Add(name, value);
        return metadata;
    }
}
