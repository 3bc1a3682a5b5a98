using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// The connections that streams share: <see cref="ZerobusClientOptions.SharedConnections"/> of them, and more only if the service
/// allows fewer calls on them than there are. A call goes to the one with the fewest. Safe for use by several threads.
/// </summary>
internal sealed class SharedConnectionPool(
    ZerobusClientOptions options, ZerobusHttpHandler handlers, RacingConnector connector, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<SharedConnection> _connections = [];

    /// <summary>Takes a place on a connection that works, as far as it is known.</summary>
    /// <returns>The connection; give it to <see cref="Leave"/> when the call is over.</returns>
    public async Task<SharedConnection> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (connection, isNew) = Take();
            var isTaken = isNew;
            try
            {
                // How many calls it takes is known only when it is ready, so another look follows.
                if (!isNew && !connection.Ready.IsCompleted)
                    await connection.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
                else
                    isTaken = isNew || await IsAliveAsync(connection, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (!isTaken)
                    Leave(connection);
            }

            if (isTaken)
                return connection;
        }
    }

    /// <summary>The call is over. The last one ends the connection.</summary>
    public void Leave(SharedConnection connection)
    {
        lock (_gate)
        {
            if (--connection.Calls > 0)
                return;
            _connections.Remove(connection);
        }

        connection.Dispose();
    }

    /// <summary>Ends every connection.</summary>
    public void Dispose()
    {
        SharedConnection[] connections;
        lock (_gate)
            connections = [.. _connections];
        foreach (var connection in connections)
            connection.Condemn();
    }

    private (SharedConnection Connection, bool IsNew) Take()
    {
        lock (_gate)
        {
            // Calls that are on them go on.
            _connections.RemoveAll(static c => c.IsLeaving);
            SharedConnection? best = null;
            foreach (var connection in _connections)
            {
                if (connection.HasRoom && (best is null || connection.Calls < best.Calls))
                    best = connection;
            }

            var isNew = best is null || _connections.Count < options.SharedConnections;
            if (isNew)
            {
                best = new SharedConnection(handlers, new OwnedTransport(connector, options.ConnectCallback), clock);
                _connections.Add(best);
            }

            best!.Calls++;
            return (best, isNew);
        }
    }

    // A connection that was silent for long may be dead without notice, above all after this process stood still.
    private async Task<bool> IsAliveAsync(SharedConnection connection, CancellationToken cancellationToken)
    {
        if (connection.IsLeaving)
            return false;
        var silence = connection.Silence;
        if (silence < options.SuspectAfter)
            return true;
        if (silence < options.DiscardAfter && connection.Stream is { } stream)
        {
            var answer = stream.PingAsync();
            await Task.WhenAny(answer, Task.Delay(options.FreezeRecovery / 2, clock, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (answer.IsCompleted)
                return true;
        }

        connection.Condemn();
        return false;
    }
}
