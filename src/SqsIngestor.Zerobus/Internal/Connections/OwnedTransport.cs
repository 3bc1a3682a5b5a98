using System.Net.Sockets;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// What one connection goes over, in our own hands: a socket per address that is tried, or the stream of the caller's callback.
/// The HTTP handler would wait for a write that a black hole never takes; to close the socket ends it at once, whatever is stuck
/// in it. Safe for use by several threads.
/// </summary>
/// <param name="connector">Connects by TCP.</param>
/// <param name="callback">Connects instead; null for none.</param>
internal sealed class OwnedTransport(
    RacingConnector connector, Func<ZerobusConnectionContext, CancellationToken, ValueTask<Stream>>? callback = null)
    : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<IDisposable> _owned = [];
    private bool _disposed;

    /// <summary>Connects by TCP with the system's resolver and clock.</summary>
    public OwnedTransport()
        : this(new RacingConnector())
    {
    }

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext connection, CancellationToken cancellationToken)
    {
        var target = connection.DnsEndPoint;
        if (callback is null)
        {
            var socket = await connector.ConnectAsync(target, Own, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }

        var context = new ZerobusConnectionContext(target.Host, target.Port);
        var stream = await callback(context, cancellationToken).ConfigureAwait(false)
            ?? throw new IOException($"{nameof(ZerobusClientOptions.ConnectCallback)} returned no stream.");
        try
        {
            Own(stream);
            return stream;
        }
        catch (ObjectDisposedException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Dispose()
    {
        IDisposable[] owned;
        lock (_gate)
        {
            _disposed = true;
            owned = [.. _owned];
            _owned.Clear();
        }

        foreach (var each in owned)
            Close(each);
    }

    private static void Close(IDisposable each)
    {
        try
        {
            each.Dispose();
        }
#pragma warning disable CA1031 // It may be a stream of the caller's, and whatever it throws must not end the client's loops.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Whoever reads or writes notices that the connection is over, or has nothing more to do with it.
        }
    }

    private void Own(IDisposable each)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _owned.Add(each);
        }
    }
}
