using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SqsIngestor.Zerobus.Tests.Support;

/// <summary>How a service refuses a call that it has not looked at.</summary>
internal enum Refusal
{
    /// <summary>RST_STREAM with REFUSED_STREAM; the connection stays.</summary>
    Stream,

    /// <summary>GOAWAY that covers no stream, then the end of the connection.</summary>
    GoAway,
}

/// <summary>
/// HTTP/2 by hand in front of a server: refuses every call of the first connections, and passes the bytes of later ones on.
/// </summary>
internal sealed class RefusingDoor : IAsyncDisposable
{
    private const byte Headers = 1, ResetStream = 3, Settings = 4, GoAway = 7, Ack = 1;
    private const int RefusedStream = 7;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _sockets = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private int _refused;

    public RefusingDoor(Uri target, Refusal refusal, int connections = 1)
    {
        _listener.Start();
        _accepting = AcceptAsync(target.Port, refusal, connections);
    }

    public Uri Endpoint => new($"http://{_listener.LocalEndpoint}");

    /// <summary>How many calls were refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        // A listener that has stopped refuses the next call of the loop in a way of its own.
        await _accepting;
        _listener.Stop();
        _stopping.Dispose();
        lock (_sockets)
            _sockets.ForEach(static s => s.Dispose());
    }

    private async Task AcceptAsync(int target, Refusal refusal, int connections)
    {
        try
        {
            for (var number = 0; ; number++)
            {
                var near = await _listener.AcceptSocketAsync(_stopping.Token);
                near.NoDelay = true;
                lock (_sockets)
                    _sockets.Add(near);
                _ = number < connections ? RefuseAsync(near, refusal) : PassAsync(near, target);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task RefuseAsync(Socket socket, Refusal refusal)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await stream.ReadExactlyAsync(new byte["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".Length]);
            await WriteAsync(stream, Settings, 0, 0, []);
            var head = new byte[9];
            while (true)
            {
                await stream.ReadExactlyAsync(head);
                await stream.ReadExactlyAsync(new byte[(head[0] << 16) | (head[1] << 8) | head[2]]);
                var id = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5));
                if (head[3] == Settings && head[4] != Ack)
                    await WriteAsync(stream, Settings, Ack, 0, []);
                if (head[3] != Headers)
                    continue;
                Interlocked.Increment(ref _refused);
                if (refusal == Refusal.GoAway)
                {
                    await WriteAsync(stream, GoAway, 0, 0, new byte[8]);
                    return;
                }

                await WriteAsync(stream, ResetStream, 0, id, [0, 0, 0, RefusedStream]);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client went away.
        }
    }

    private static async Task WriteAsync(NetworkStream stream, byte type, byte flags, int id, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        frame[2] = (byte)payload.Length;
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), id);
        payload.CopyTo(frame, 9);
        await stream.WriteAsync(frame);
    }

    private async Task PassAsync(Socket near, int target)
    {
        try
        {
            var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            lock (_sockets)
                _sockets.Add(far);
            await far.ConnectAsync(IPAddress.Loopback, target);
            await using var a = new NetworkStream(near, ownsSocket: true);
            await using var b = new NetworkStream(far, ownsSocket: true);
            await Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One side went away.
        }
    }
}
