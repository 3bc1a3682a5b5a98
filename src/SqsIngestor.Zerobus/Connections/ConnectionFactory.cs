using Grpc.Core;
using Grpc.Net.Client;

namespace SqsIngestor.Zerobus.Connections;

/// <summary>Makes connections for one endpoint: handler, channel and call.</summary>
internal sealed class ConnectionFactory(ZerobusClientOptions options)
{
    public ZerobusConnection Create(TableName table, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var channel = GrpcChannel.ForAddress(options.Endpoint, new GrpcChannelOptions
        {
            HttpHandler = CreateHandler(),
            DisposeHttpClient = true,
            MaxSendMessageSize = null,
            MaxRetryAttempts = null,
            Credentials = null,
            UnsafeUseInsecureChannelCallCredentials = false,
        });
        return new ZerobusConnection(channel, Metadata(table, headers));
    }

    private Metadata Metadata(TableName table, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var metadata = new Metadata
        {
            { "x-databricks-zerobus-table-name", table.FullName },
            { "x-zerobus-sdk", options.ProductName },
            { "user-agent", options.ProductName },
        };
        foreach (var (name, value) in headers)
            metadata.Add(name, value);
        return metadata;
    }

    // No keep-alive pings and no pool clean-up that matters: a frozen process must not wake to a timer that condemns a
    // connection for its own absence.
    private static SocketsHttpHandler CreateHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = Timeout.InfiniteTimeSpan,
    };
}
