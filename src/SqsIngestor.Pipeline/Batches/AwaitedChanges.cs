namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// What is awaited for messages. Checks without a change share one wait, because each wait stays with its stream until the ack.
/// Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class AwaitedChanges(MessageWaits waits)
{
    // More than a round waits for: the message that is awaited, the last one, FIFO groups and tables without room.
    private const int MostKept = 64;

    // For a message, in a table or in any.
    private readonly Dictionary<(int Message, int? Table), Task> _changes = [];

    /// <summary>Begins the next batch.</summary>
    public void Clear() => _changes.Clear();

    /// <inheritdoc cref="MessageWaits.NextChangeAsync"/>
    public Task NextChangeAsync(int message) =>
        Awaited(message, table: null) ?? Keep(message, table: null, waits.NextChangeAsync(message));

    /// <inheritdoc cref="MessageWaits.NextRoomAsync"/>
    public Task? NextRoomAsync(int message, int table) => Awaited(message, table)
        ?? (waits.NextRoomAsync(message, table) is { } room ? Keep(message, table, room) : null);

    private Task? Awaited(int message, int? table) =>
        _changes.TryGetValue((message, table), out var change) && !change.IsCompleted ? change : null;

    private Task Keep(int message, int? table, Task change)
    {
        if (_changes.Count >= MostKept) _changes.Clear();
        return _changes[(message, table)] = change;
    }
}
