using System.Net;
using System.Net.Sockets;

namespace SqsIngestor.Tests.Shared;

/// <summary>
/// An address that takes SYNs and never answers, as behind a firewall that drops: a listener with a full backlog, on Linux.
/// </summary>
internal sealed class SwallowingListener : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _filler = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public SwallowingListener(IPAddress address, int port)
    {
        _listener.Bind(new IPEndPoint(address, port));
        _listener.Listen(0);
        _filler.Connect(_listener.LocalEndPoint!);
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

    public void Dispose()
    {
        _filler.Dispose();
        _listener.Dispose();
    }
}
