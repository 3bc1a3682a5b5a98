using Grpc.Core;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Benchmarks.Delivery;

/// <summary>
/// Scripts of a service that commits what came together and acks it after a delay, without holding up what comes behind.
/// </summary>
internal static class ScriptedCommits
{
    /// <summary>What the body of a message holds that the service refuses.</summary>
    public const string Refused = "refused";

    private static readonly byte[] Mark = "refused"u8.ToArray();

    /// <summary>A service that ends the stream at a record with the mark, after all before it are acked.</summary>
    /// <param name="status">The status; null cuts the connection.</param>
    public static Func<ScriptedConnection, Task> Refusing(StatusCode? status) =>
        connection => ServeAsync(connection, TimeSpan.Zero, status);

    /// <summary>A service that takes everything.</summary>
    /// <param name="delay">From a record's arrival to its ack.</param>
    public static Func<ScriptedConnection, Task> Acking(TimeSpan delay) => connection => ServeAsync(connection, delay, null);

    private static async Task ServeAsync(ScriptedConnection connection, TimeSpan delay, StatusCode? status)
    {
        connection.Remembers = false;
        await connection.OpenAsync();
        // One ack after the other, each when its time has come.
        var acks = Task.CompletedTask;
        while (await connection.ReadAsync() is { } request)
        {
            if (request.Records.Any(static record => record.Span.IndexOf(Mark) >= 0))
            {
                await acks;
                if (status is null) connection.Drop();
                throw new RpcException(new Status(status ?? StatusCode.Unavailable, "refused"));
            }
            acks = AckAsync(acks, Task.Delay(delay, TimeProvider.System, connection.Ended), request);
        }
        await acks;

        async Task AckAsync(Task before, Task due, ReceivedRequest request)
        {
            await before;
            await due;
            connection.Commit(request);
            await connection.AckAsync(request.Offset);
        }
    }
}
