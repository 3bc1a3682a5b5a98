using System.Net;
using System.Net.Sockets;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>
/// A TCP proxy on a loopback port that can reset, delay or drop data, to rehearse faults of networks. A fault applies to the
/// connections that exist at the call; new ones pass untouched.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly IPEndPoint _target;
    private readonly TimeProvider _clock;
    private readonly Action<int> _onConnected;
    private readonly List<FaultTunnel> _tunnels = [];
    private readonly Task _accepting;

    /// <summary>Starts to forward to the target.</summary>
    /// <param name="target">The address behind the proxy, on this machine.</param>
    /// <param name="clock">For delays; default the system's.</param>
    /// <param name="onConnected">
    /// Called with the port that the target sees as the client's, before a byte passes; default null. Must not block.
    /// </param>
    public FaultProxy(IPEndPoint target, TimeProvider? clock = null, Action<int>? onConnected = null)
    {
        _onConnected = onConnected ?? (static _ => { });
        _target = target;
        _clock = clock ?? TimeProvider.System;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where to connect.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Connections accepted so far.</summary>
    public int Accepted
    {
        get
        {
            lock (_gate)
                return _tunnels.Count;
        }
    }

    /// <summary>Connections that neither side has ended.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
                return _tunnels.Count(static tunnel => !tunnel.Completion.IsCompleted);
        }
    }

    /// <summary>Resets every connection at once (RST).</summary>
    public void Reset() => ForEach(static tunnel => tunnel.Reset());

    /// <summary>Drops all data from now on, without an answer, like a NAT gateway that has forgotten the connection.</summary>
    public void Swallow() => ForEach(static tunnel => tunnel.Swallow());

    /// <summary>Resets the connection that the target knows by this port of the client. Ignores an unknown port.</summary>
    public void Reset(int port) => ForEach(tunnel =>
    {
        if (tunnel.Port == port)
            tunnel.Reset();
    });

    /// <summary>
    /// On the connections that exist, accepts data and passes nothing on, in either direction, until <see cref="Release"/>. New
    /// connections pass.
    /// </summary>
    public void Hold() => ForEach(static tunnel => tunnel.Hold());

    /// <summary>Passes on what was held, in order.</summary>
    public void Release() => ForEach(static tunnel => tunnel.Release());

    /// <summary>Each piece of data is held for this long.</summary>
    public void Delay(TimeSpan by) => ForEach(tunnel => tunnel.Delay = by);

    /// <summary>
    /// Resets each connection after this many more bytes towards the target, possibly in the middle of a frame.
    /// </summary>
    public void ResetAfter(long bytes) => ForEach(tunnel => tunnel.ResetAfter(bytes));

    /// <summary>Resets open connections and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        Reset();
        foreach (var tunnel in _tunnels)
            await tunnel.Completion.ConfigureAwait(false);
    }

    private void ForEach(Action<FaultTunnel> action)
    {
        lock (_gate)
            _tunnels.ForEach(action);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket near;
            try
            {
                near = await _listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            lock (_gate)
                _tunnels.Add(new FaultTunnel(near, _target, _clock, _onConnected));
        }
    }
}
