using System.Net;
using System.Net.Sockets;

namespace SqsIngestor.Zerobus.Tests.Support;

/// <summary>A Unix domain socket behind which a TCP server of this machine answers.</summary>
internal sealed class UnixDoor : IAsyncDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"z{Guid.NewGuid():N}"[..16]);
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stopping = new();
    private readonly IPEndPoint _behind;
    private readonly Task _accepting;
    private int _accepted;

    public UnixDoor(int port)
    {
        _behind = new IPEndPoint(IPAddress.Loopback, port);
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Connections so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Connects to it.</summary>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
        File.Delete(_path);
    }

    private async Task AcceptAsync()
    {
        List<Task> served = [];
        try
        {
            while (true)
            {
                var near = await _listener.AcceptAsync(_stopping.Token);
                Interlocked.Increment(ref _accepted);
                served.Add(ServeAsync(near));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket accepted)
    {
        await using var near = new NetworkStream(accepted, ownsSocket: true);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(_behind, _stopping.Token);
            await using var far = client.GetStream();
            await await Task.WhenAny(near.CopyToAsync(far, _stopping.Token), far.CopyToAsync(near, _stopping.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One of the ends has gone.
        }
    }
}
