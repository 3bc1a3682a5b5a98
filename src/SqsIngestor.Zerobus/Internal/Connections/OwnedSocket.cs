using System.Net.Sockets;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// The socket of one connection in our own hands. The HTTP handler would wait for a write that a black hole never takes; to
/// close the socket ends it at once, whatever is stuck in it.
/// </summary>
internal sealed class OwnedSocket : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private bool _disposed;

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        lock (_gate)
        {
            if (_disposed)
            {
                socket.Dispose();
                throw new OperationCanceledException(cancellationToken);
            }

            _sockets.Add(socket);
        }

        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _sockets.ForEach(static s => s.Dispose());
        }
    }
}
