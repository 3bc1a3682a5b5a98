using System.Net.Sockets;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// The sockets of one connection in our own hands: one per address that is tried. The HTTP handler would wait for a write that a
/// black hole never takes; to close the socket ends it at once, whatever is stuck in it.
/// </summary>
internal sealed class OwnedSocket(RacingConnector connector) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private bool _disposed;

    /// <summary>Connects with the system's resolver and clock.</summary>
    public OwnedSocket()
        : this(new RacingConnector())
    {
    }

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = await connector.ConnectAsync(context.DnsEndPoint, Own, cancellationToken).ConfigureAwait(false);
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

    private void Own(Socket socket)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _sockets.Add(socket);
        }
    }
}
