using System.Net;
using System.Net.Sockets;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>One connection through the fault proxy.</summary>
internal sealed class FaultTunnel : IDisposable
{
    private readonly Socket _near;
    private readonly Socket _far = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly TimeProvider _clock;
    private long _bytesLeft = long.MaxValue;
    private readonly Action<int> _onConnected;
    private volatile bool _swallowing;
    private volatile TaskCompletionSource? _held;

    public FaultTunnel(Socket near, IPEndPoint target, TimeProvider clock, Action<int> onConnected)
    {
        _onConnected = onConnected;
        _near = near;
        _clock = clock;
        _near.NoDelay = _far.NoDelay = true;
        Completion = RunAsync(target);
    }

    public Task Completion { get; }

    /// <summary>The port that the target sees as the client's; 0 before the connection.</summary>
    public int Port { get; private set; }

    public TimeSpan Delay { get; set; }

    public void Dispose() => Reset();

    public void Swallow() => _swallowing = true;

    public void Hold() => _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => Interlocked.Exchange(ref _held, null)?.TrySetResult();

    public void ResetAfter(long bytes) => Interlocked.Exchange(ref _bytesLeft, bytes);

    public void Reset()
    {
        Release();
        foreach (var socket in (Socket[])[_near, _far])
        {
            try
            {
                // A zero linger makes the close an RST.
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Closed already.
            }

            socket.Dispose();
        }
    }

    private async Task RunAsync(IPEndPoint target)
    {
        try
        {
            await _far.ConnectAsync(target).ConfigureAwait(false);
            Port = ((IPEndPoint)_far.LocalEndPoint!).Port;
            _onConnected(Port);
            await Task.WhenAll(GuardAsync(_near, _far, counted: true), GuardAsync(_far, _near, counted: false))
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Reset();
        }
    }

    private async Task GuardAsync(Socket from, Socket to, bool counted)
    {
        try
        {
            await PumpAsync(from, to, counted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // If one side ends, the other ends too.
            Reset();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool counted)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var length = await from.ReceiveAsync(buffer).ConfigureAwait(false);
            if (Delay > TimeSpan.Zero)
                await Task.Delay(Delay, _clock, CancellationToken.None).ConfigureAwait(false);
            if (_held is { } held)
                await held.Task.ConfigureAwait(false);
            if (_swallowing)
            {
                if (length == 0)
                    return;
                continue;
            }

            if (length == 0)
            {
                to.Shutdown(SocketShutdown.Send);
                return;
            }

            var passing = counted ? Pass(length) : length;
            await to.SendAsync(buffer.AsMemory(0, passing)).ConfigureAwait(false);
            if (passing < length)
                Reset();
        }
    }

    // The number of bytes of a piece that may still pass.
    private int Pass(int length)
    {
        var left = Interlocked.Read(ref _bytesLeft);
        if (left == long.MaxValue)
            return length;
        Interlocked.Exchange(ref _bytesLeft, Math.Max(0, left - length));
        return (int)Math.Min(length, left);
    }
}
