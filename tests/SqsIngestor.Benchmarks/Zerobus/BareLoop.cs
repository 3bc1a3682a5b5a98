using Grpc.Core;
using Grpc.Net.Client;
using SqsIngestor.Zerobus;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>
/// What the client is measured against: the plainest loop over Grpc.Net.Client that writes the same frames, waits for each
/// write, and tracks nothing but the last ack.
/// </summary>
internal static class BareLoop
{
    public static async Task WriteAsync(
        ZerobusClientOptions options, ZerobusStreamOptions stream, byte[] body, bool isBatch, int requests)
    {
        using var transport = new OwnedTransport();
        using var channel = GrpcChannel.ForAddress(options.Endpoint, new GrpcChannelOptions
        {
            HttpHandler = new ZerobusHttpHandler(options, static _ => null).Create(transport),
            DisposeHttpClient = true,
        });
        var headers = new Metadata { { "x-databricks-zerobus-table-name", stream.Table.FullName } };
        using var call = channel.CreateCallInvoker()
            .AsyncDuplexStreamingCall(ZerobusMethod.EphemeralStream, null, new CallOptions(headers));
        var frame = new RequestFrame();
        frame.SetMessage(FirstMessage.Create(stream));
        await call.RequestStream.WriteAsync(frame);
        await call.ResponseStream.MoveNext(CancellationToken.None);

        var reading = ReadAsync(call.ResponseStream, requests - 1);
        frame.Body.Add(body);
        for (var i = 0; i < requests; i++)
        {
            frame.SetRecord(isBatch, RecordType.Proto, i, body.Length);
            await call.RequestStream.WriteAsync(frame);
        }

        await reading;
        await call.RequestStream.CompleteAsync();
    }

    private static async Task ReadAsync(IAsyncStreamReader<ServiceMessage> acks, long last)
    {
        while (await acks.MoveNext(CancellationToken.None) && acks.Current.UpTo < last)
        {
            // Not there yet.
        }
    }
}
