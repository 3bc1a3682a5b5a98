using Grpc.Core;
using Grpc.Net.Client;
using SqsIngestor.Zerobus.Contract;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// One call on a connection of its own, which is begun at once; the call waits for its headers. Streams never share a TCP connection: a dead one can then not be handed to the next
/// attempt, and disposing this really ends it.
/// </summary>
internal sealed class ZerobusConnection : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<RequestFrame, EphemeralStreamResponse> _call;

    private readonly CallHeaders _headers;
    private readonly WriteGate _gate;
    private readonly OwnedSocket _socket;

    public ZerobusConnection(GrpcChannel channel, CallHeaders headers, WriteGate gate, OwnedSocket socket)
    {
        _channel = channel;
        _headers = headers;
        _gate = gate;
        _socket = socket;
        _call = ZerobusMethod.Call(channel);
    }

    /// <summary>The id that the service gave the stream; empty before it is open.</summary>
    public string StreamId { get; set; } = "";

    /// <summary>Whether the call has ended, or never came to be.</summary>
    public bool IsOver => _call.ResponseHeadersAsync is { IsCompleted: true, IsCompletedSuccessfully: false };

    /// <summary>The last message read.</summary>
    public EphemeralStreamResponse Current => _call.ResponseStream.Current;

    /// <summary>Sends the head of the request, for which the connection has waited.</summary>
    public void Start(IReadOnlyList<KeyValuePair<string, string>> headers) => _headers.Give(headers);

    /// <summary>Sends a message. With more to follow it may wait in a buffer for the next one.</summary>
    public Task SendAsync(RequestFrame frame, bool more)
    {
        _gate.MoreFollows = more;
        return _call.RequestStream.WriteAsync(frame);
    }

    /// <summary>Sends what waits for a message that does not come after all.</summary>
    public Task PassOnAsync() => _gate.MoreFollows ? _gate.PassOnAsync() : Task.CompletedTask;

    public Task CompleteAsync() => _call.RequestStream.CompleteAsync();

    public Task<bool> ReadAsync(CancellationToken cancellationToken) => _call.ResponseStream.MoveNext(cancellationToken);

    /// <summary>What a gateway said in <c>x-databricks-reason-phrase</c> instead of a status, once the call has ended.</summary>
    public async Task<string?> ReasonPhraseAsync()
    {
        const string Name = "x-databricks-reason-phrase";
        var headers = await _call.ResponseHeadersAsync.ConfigureAwait(false);
        return headers.GetValue(Name) ?? _call.GetTrailers().GetValue(Name);
    }

    public void Dispose()
    {
        _headers.Cancel();
        _call.Dispose();
        _channel.Dispose();
        _socket.Dispose();
    }
}
