using System.Collections.Concurrent;
using Grpc.Core;
using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Nemesis.Faults;

/// <summary>Faults of single tables, switched on and off while the service runs. Any thread may use it.</summary>
internal sealed class IngestGate
{
    private readonly ConcurrentDictionary<TableName, Task> _unanswered = new();
    private readonly ConcurrentDictionary<TableName, StatusCode> _refused = new();
    private readonly ConcurrentDictionary<TableName, TimeSpan> _ackDelays = new();
    private readonly ConcurrentDictionary<TableName, Task> _unacked = new();

    /// <summary>Requests for streams into a table are refused. The result ends that.</summary>
    public Action Refuse(TableName table, StatusCode status)
    {
        _refused[table] = status;
        return () => _refused.TryRemove(table, out _);
    }

    /// <summary>Requests for streams into a table are not answered. The result answers those whose client still waits.</summary>
    public Action LeaveUnanswered(TableName table) => Hold(_unanswered, table);

    /// <summary>The acks of a table are late. The result ends that.</summary>
    public Action DelayAcks(TableName table, TimeSpan delay)
    {
        _ackDelays[table] = delay;
        return () => _ackDelays.TryRemove(table, out _);
    }

    /// <summary>The acks of a table are held back. The result sends them.</summary>
    public Action HoldAcks(TableName table) => Hold(_unacked, table);

    /// <summary>The status that refuses a request for a stream, or null. Waits if there is no answer.</summary>
    public async Task<Status?> OpeningAsync(TableName table, CancellationToken cancellationToken)
    {
        if (_refused.TryGetValue(table, out var status)) return new Status(status, "refused by the nemesis");
        if (!_unanswered.TryGetValue(table, out var answered)) return null;
        await answered.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return cancellationToken.IsCancellationRequested ? new Status(StatusCode.Cancelled, "the client has gone") : null;
    }

    /// <summary>Waits until an ack of a table may be sent.</summary>
    public async Task AckingAsync(TableName table, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (_ackDelays.TryGetValue(table, out var delay)) await Task.Delay(delay, clock, cancellationToken);
        if (_unacked.TryGetValue(table, out var released)) await released.WaitAsync(cancellationToken);
    }

    private static Action Hold(ConcurrentDictionary<TableName, Task> held, TableName table)
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        held[table] = released.Task;
        return () =>
        {
            held.TryRemove(table, out _);
            released.TrySetResult();
        };
    }
}
