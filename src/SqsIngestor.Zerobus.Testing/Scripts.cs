using Grpc.Core;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>Ready-made behavior of a connection.</summary>
public static class Scripts
{
    /// <summary>
    /// Opens, checks that the first offset is <see cref="ScriptedConnection.FirstOffset"/> and each other one more, makes each
    /// request durable and acks it.
    /// </summary>
    public static Task WellBehaved(ScriptedConnection connection) => ServeAsync(connection, static _ => null);

    /// <summary>Behaves well, but ends the connection with a status for certain records.</summary>
    /// <param name="statusOf">The status for a record; null to accept it.</param>
    public static Func<ScriptedConnection, Task> Refusing(Func<ReadOnlyMemory<byte>, Status?> statusOf) =>
        connection =>
            ServeAsync(connection, request => request.Records.Select(statusOf).FirstOrDefault(static v => v is not null));

    /// <summary>Refuses to open a stream.</summary>
    public static Func<ScriptedConnection, Task> RefusingToOpen(Status status) => async connection =>
    {
        await connection.ReadCreateAsync().ConfigureAwait(false);
        throw new RpcException(status);
    };

    /// <summary>The first script for the first connection, and so on; the last one for all later ones.</summary>
    public static Func<ScriptedConnection, Task> InTurn(params Func<ScriptedConnection, Task>[] scripts)
    {
        ArgumentOutOfRangeException.ThrowIfZero(scripts.Length);
        return connection => scripts[Math.Min(connection.Number, scripts.Length - 1)](connection);
    }

    /// <summary>Serves an opened connection until the client half-closes.</summary>
    public static async Task AckAllAsync(ScriptedConnection connection, Func<ReceivedRequest, Status?>? statusOf = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var due = connection.FirstOffset + connection.Received.Count;
        for (; await connection.ReadAsync().ConfigureAwait(false) is { } request; due++)
        {
            if (request.Offset != due)
            {
                throw new RpcException(
                    new Status(StatusCode.InvalidArgument, $"Offset {request.Offset} where {due} was due (4002)."));
            }

            if (statusOf?.Invoke(request) is { } status)
                throw new RpcException(status);
            connection.Commit(request);
            await connection.AckAsync(request.Offset).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Reads everything and keeps nothing. Acks every few milliseconds, like a service that commits in groups. For measurements.
    /// </summary>
    public static async Task SinkAsync(ScriptedConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.Remembers = false;
        await connection.OpenAsync().ConfigureAwait(false);
        var last = -1L;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(connection.Ended);
        var acking = AckInGroupsAsync(connection, () => Interlocked.Read(ref last), done.Token);
        while (await connection.ReadAsync().ConfigureAwait(false) is { } request)
            Interlocked.Exchange(ref last, request.Offset);
        await done.CancelAsync().ConfigureAwait(false);
        await acking.ConfigureAwait(false);
    }

    private static async Task AckInGroupsAsync(ScriptedConnection connection, Func<long> last, CancellationToken done)
    {
        var acked = -1L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!done.IsCancellationRequested)
        {
            if (last() is var next && next > acked)
                await connection.AckAsync(acked = next).ConfigureAwait(false);
            try
            {
                await timer.WaitForNextTickAsync(done).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        if (last() > acked && !connection.Ended.IsCancellationRequested)
            await connection.AckAsync(last()).ConfigureAwait(false);
    }

    private static async Task ServeAsync(ScriptedConnection connection, Func<ReceivedRequest, Status?> statusOf)
    {
        await connection.OpenAsync().ConfigureAwait(false);
        await AckAllAsync(connection, statusOf).ConfigureAwait(false);
    }
}
