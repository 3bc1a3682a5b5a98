using Grpc.Core;
using Grpc.Net.Client;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// One call, on a connection of its own unless the client's options say that streams share connections. The constructor starts to
/// connect; the call waits for its headers. Disposing this really ends the call, and its own connection. One loop may send while
/// another reads.
/// </summary>
internal sealed class ZerobusConnection : IDisposable
{
    private static readonly Task Unanswered = new TaskCompletionSource().Task;

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<RequestFrame, ServiceMessage> _call;

    private readonly CallHeaders _headers;
    private readonly FlushPolicy _policy;
    private readonly ICallTransport _transport;

    public ZerobusConnection(
        GrpcChannel channel, CallHeaders headers, FlushPolicy policy, ICallTransport transport, bool isPersistent)
    {
        IsPersistent = isPersistent;
        _channel = channel;
        _headers = headers;
        _policy = policy;
        _transport = transport;
        _call = ZerobusMethod.Call(channel, isPersistent ? ZerobusMethod.PersistentStream : ZerobusMethod.EphemeralStream);
    }

    /// <summary>Whether its method is PersistentStream.</summary>
    public bool IsPersistent { get; }

    /// <summary>The id that the service gave the stream; empty before it is open.</summary>
    public string StreamId { get; set; } = "";

    /// <summary>
    /// Up to which offset everything was durable when it opened; -1 for a new stream. Of no meaning for an ephemeral stream.
    /// </summary>
    public long Committed { get; set; } = -1;

    /// <summary>Whether the call has ended, or could not connect.</summary>
    public bool HasEnded => _call.ResponseHeadersAsync is { IsCompleted: true, IsCompletedSuccessfully: false };

    /// <summary>The last message read.</summary>
    public ServiceMessage Current => _call.ResponseStream.Current;

    /// <summary>Gives the call the headers that it waits for.</summary>
    public void Start(IReadOnlyList<KeyValuePair<string, string>> headers) => _headers.Give(headers);

    /// <summary>Sends a message. When more follow, it may wait in a buffer for the next one.</summary>
    public Task SendAsync(RequestFrame frame, bool more)
    {
        _policy.MoreFollows = more;
        return _call.RequestStream.WriteAsync(frame);
    }

    /// <summary>Writes what waits in the buffer for a next message, because none comes. Call only between two sends.</summary>
    public Task FlushAsync() => _policy.MoreFollows ? _policy.FlushAsync() : Task.CompletedTask;

    /// <summary>
    /// Asks the other end of the HTTP/2 connection whether it lives. Completes with its answer, and never if there is none.
    /// </summary>
    public Task ProbeAsync() => _transport.Stream?.PingAsync() ?? Unanswered;

    /// <inheritdoc cref="ICallTransport.IsSharedAndOver"/>
    public bool IsSharedAndOver => _transport.IsSharedAndOver;

    /// <inheritdoc cref="ICallTransport.Condemn"/>
    public void Condemn() => _transport.Condemn();

    public Task CompleteAsync() => _call.RequestStream.CompleteAsync();

    public Task<bool> ReadAsync(CancellationToken cancellationToken) => _call.ResponseStream.MoveNext(cancellationToken);

    /// <summary>What a gateway said in <c>x-databricks-reason-phrase</c> instead of a status, once the call has ended.</summary>
    public async Task<string?> ReasonPhraseAsync()
    {
        var headers = await _call.ResponseHeadersAsync.ConfigureAwait(false);
        return headers.GetValue(RequestHandler.ReasonPhrase) ?? _call.GetTrailers().GetValue(RequestHandler.ReasonPhrase);
    }

    public void Dispose()
    {
        _headers.Cancel();
        _call.Dispose();
        _channel.Dispose();
        _transport.Dispose();
    }
}
