using System.Net;
using System.Net.Sockets;
using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>
/// Connects to a name by racing its addresses (RFC 8305): the families take turns, the next address is tried after
/// <see cref="AttemptDelay"/> or as soon as one fails, the first connection wins and the other attempts are closed. One dead
/// address of several then costs a quarter of a second, and not the whole time of the request. For
/// <see cref="SocketsHttpHandler.ConnectCallback"/>. Safe for use by several threads.
/// </summary>
/// <param name="resolve">The addresses of a name in the order of preference; null asks the system.</param>
/// <param name="clock">Measures the delay; null is the system's.</param>
[Embedded]
internal sealed class RacingConnector(
    Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, TimeProvider? clock = null)
{
    /// <summary>How long an attempt runs alone (RFC 8305, section 5).</summary>
    public static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>The callback of a handler whose connections nobody else owns.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        new NetworkStream(
            await ConnectAsync(context.DnsEndPoint, null, cancellationToken).ConfigureAwait(false), ownsSocket: true);

    /// <summary>Connects to the address of the name that answers first. Safe for use by several threads.</summary>
    /// <param name="target">The name, or an address as text, and the port.</param>
    /// <param name="created">
    /// Called with each socket before it connects. Whoever disposes the sockets from then on ends the race at once.
    /// </param>
    /// <param name="cancellationToken">Gives up and closes every socket.</param>
    /// <returns>A connected socket; the caller disposes it.</returns>
    /// <exception cref="SocketException">The name has no address, or none of them can be reached: the failure of the
    /// last.</exception>
    public async Task<Socket> ConnectAsync(DnsEndPoint target, Action<Socket>? created, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal)
            ? [literal]
            // The system's resolver does not always heed its token.
            : Interleave(await _resolve(target.Host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false));
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task<Socket>> running = [];
        try
        {
            return await RaceAsync(addresses, target.Port, running, created, over.Token).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            foreach (var loser in running)
                _ = CloseAsync(loser);
        }
    }

    /// <summary>The addresses with the families in turn, beginning with the first one's; the order in a family stays.</summary>
    internal static IPAddress[] Interleave(IPAddress[] addresses)
    {
        if (addresses.Length < 3)
            return addresses;
        var first = addresses.Where(a => a.AddressFamily == addresses[0].AddressFamily).ToArray();
        var other = addresses.Where(a => a.AddressFamily != addresses[0].AddressFamily).ToArray();
        var mixed = new List<IPAddress>(addresses.Length);
        for (var i = 0; i < Math.Max(first.Length, other.Length); i++)
        {
            if (i < first.Length)
                mixed.Add(first[i]);
            if (i < other.Length)
                mixed.Add(other[i]);
        }

        return [.. mixed];
    }

    // Attempts that are left in the list have neither failed nor won.
    private async Task<Socket> RaceAsync(
        IPAddress[] addresses, int port, List<Task<Socket>> running, Action<Socket>? created, CancellationToken cancellationToken)
    {
        for (var next = 0; ;)
        {
            running.Add(AttemptAsync(new IPEndPoint(addresses[next++], port), created, cancellationToken));
            var isLast = next == addresses.Length;
            var ended = await FirstEndedAsync(running, isLast, cancellationToken).ConfigureAwait(false);
            while (ended is not null)
            {
                running.Remove(ended);
                if (ended.IsCompletedSuccessfully || cancellationToken.IsCancellationRequested)
                    return await ended.ConfigureAwait(false);
                if (next < addresses.Length)
                    break;
                if (running.Count == 0)
                    return await ended.ConfigureAwait(false);
                ended = await FirstEndedAsync(running, isLast: true, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // The first attempt to end; null if it is time for the next address.
    private async Task<Task<Socket>?> FirstEndedAsync(
        List<Task<Socket>> running, bool isLast, CancellationToken cancellationToken)
    {
        var any = Task.WhenAny(running);
        if (isLast)
            return await any.ConfigureAwait(false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(AttemptDelay, _clock, ended.Token);
        var first = await Task.WhenAny(any, delay).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first == any ? await any.ConfigureAwait(false) : null;
    }

    private static async Task<Socket> AttemptAsync(
        IPEndPoint address, Action<Socket>? created, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            created?.Invoke(socket);
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task CloseAsync(Task<Socket> loser)
    {
        try
        {
            (await loser.ConfigureAwait(false)).Dispose();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It has failed by itself, or has been closed.
        }
    }
}
