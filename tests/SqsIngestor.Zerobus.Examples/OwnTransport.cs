using System.Net.Sockets;
using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>A client that makes its connections itself, and says who it is.</summary>
internal static class OwnTransport
{
    public static async Task RunAsync(IReadOnlyDictionary<string, string> settings, ZerobusStreamOptions orders)
    {
        var endpoint = ZerobusEndpoint.Parse(settings["ZEROBUS_ENDPOINT"]);

        var options = new ZerobusClientOptions
        {
            Endpoint = endpoint,
            ApplicationName = "orders-loader/1.2",
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(context.Host, context.Port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };

        await Connect.UseAsync(settings, options, client => WriteAsync(client, orders));
    }

    private static async Task WriteAsync(ZerobusClient client, ZerobusStreamOptions orders)
    {
        await using var stream = await client.OpenStreamAsync(orders);
        await stream.WriteAsync(new Order { OrderId = "order-1", Amount = 1 }.ToByteArray());
        await stream.FlushAsync();
        Console.WriteLine("Durable.");
    }
}
