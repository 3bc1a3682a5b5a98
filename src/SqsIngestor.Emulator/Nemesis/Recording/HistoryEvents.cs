using Grpc.Core;
using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Nemesis.Recording;

/// <summary>Something that happened. The history orders events; their times only measure.</summary>
/// <param name="At">The time since the start of the run.</param>
internal abstract record HistoryEvent(TimeSpan At);

/// <summary>
/// One process of the function: which of the processes side by side, and its generation, which grows at each restart.
/// </summary>
internal readonly record struct ProcessName(int Slot, int Generation)
{
    public override string ToString() => $"p{Slot}.{Generation}";
}

/// <summary>A row: its message, and its number among the rows of the message in this table.</summary>
internal readonly record struct RowKey(TableName Table, string MessageId, long Index)
{
    public override string ToString() => Index == 0 ? $"{MessageId} in {Table}" : $"{MessageId}, row {Index}, in {Table}";
}

/// <summary>A message was sent to the queue.</summary>
/// <param name="At">When.</param>
/// <param name="MessageId">Its id.</param>
/// <param name="GroupId">Its FIFO group, or null.</param>
/// <param name="Number">Its place in the order of the queue.</param>
/// <param name="Rows">How many rows it must have in each table.</param>
/// <param name="IsPoison">Whether the service refuses a row of it each time.</param>
internal sealed record MessageSent(
    TimeSpan At, string MessageId, string? GroupId, int Number, IReadOnlyDictionary<TableName, int> Rows, bool IsPoison)
    : HistoryEvent(At)
{
    public override string ToString() => $"MessageSent {At} {Number} {MessageId} group {GroupId} into "
        + $"{string.Join(", ", Rows.Keys)}{(IsPoison ? ", poison" : "")}";
}

/// <summary>The queue moved a message to the dead-letter queue.</summary>
internal sealed record DeadLettered(TimeSpan At, string MessageId, int ReceiveCount) : HistoryEvent(At);

/// <summary>A process was started.</summary>
internal sealed record ProcessStarted(TimeSpan At, ProcessName Process) : HistoryEvent(At);

/// <summary>A process has ended.</summary>
internal sealed record ProcessEnded(TimeSpan At, ProcessName Process) : HistoryEvent(At);

/// <summary>The resident memory of a process.</summary>
internal sealed record MemorySampled(TimeSpan At, ProcessName Process, long Bytes) : HistoryEvent(At);

/// <summary>A process got a batch.</summary>
/// <param name="At">When.</param>
/// <param name="Number">Another one for each invocation.</param>
/// <param name="Process">The process.</param>
/// <param name="Allowed">How long it may take.</param>
/// <param name="Messages">The messages in order, with their receive counts.</param>
internal sealed record InvocationStarted(
    TimeSpan At, int Number, ProcessName Process, TimeSpan Allowed, IReadOnlyList<(string MessageId, int ReceiveCount)> Messages)
    : HistoryEvent(At)
{
    public override string ToString() => $"InvocationStarted {At} {Number} of {Process}: {string.Join(", ", Messages)}";
}

/// <summary>An invocation has ended, or nobody waits for it any more.</summary>
/// <param name="At">When.</param>
/// <param name="Number">The invocation.</param>
/// <param name="Ending">How.</param>
/// <param name="Done">The messages that it reported done.</param>
internal sealed record InvocationEnded(TimeSpan At, int Number, InvocationEnding Ending, IReadOnlySet<string> Done)
    : HistoryEvent(At)
{
    public override string ToString() => $"InvocationEnded {At} {Number} {Ending}, done: {string.Join(", ", Done)}";
}

/// <summary>How an invocation ended.</summary>
internal enum InvocationEnding
{
    /// <summary>The function answered with a partial batch response.</summary>
    Answered,

    /// <summary>The function reported an error: the whole batch is returned to the queue.</summary>
    FunctionError,

    /// <summary>The deadline passed without an answer.</summary>
    TimedOut,

    /// <summary>The process ended before it answered.</summary>
    ProcessEnded,

    /// <summary>The process did not become ready for it.</summary>
    NotStarted,
}

/// <summary>A process asked for a stream.</summary>
internal sealed record StreamRequested(TimeSpan At, long Stream, ProcessName Process, TableName Table) : HistoryEvent(At);

/// <summary>A stream opened.</summary>
internal sealed record StreamOpened(TimeSpan At, long Stream) : HistoryEvent(At);

/// <summary>A stream has ended, or was refused.</summary>
internal sealed record StreamEnded(TimeSpan At, long Stream, StatusCode Status) : HistoryEvent(At);

/// <summary>The service received a row.</summary>
internal sealed record RowReceived(TimeSpan At, long Stream, long Offset, RowKey Row) : HistoryEvent(At);

/// <summary>The service refused the row that it had just received.</summary>
internal sealed record RowRejected(TimeSpan At, long Stream, long Offset, RowKey Row) : HistoryEvent(At);

/// <summary>The rows of a request are durable.</summary>
internal sealed record RequestCommitted(TimeSpan At, long Stream, long Offset) : HistoryEvent(At);

/// <summary>An ack was handed to the connection.</summary>
internal sealed record AckSent(TimeSpan At, long Stream, long UpTo) : HistoryEvent(At);

/// <summary>A fault began.</summary>
/// <param name="At">When.</param>
/// <param name="Number">The fault.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Process">The process that it strikes; null if it does not strike one alone.</param>
/// <param name="Table">The table that it strikes; null if it does not strike one alone.</param>
internal sealed record FaultBegan(TimeSpan At, int Number, NemesisFault Kind, ProcessName? Process, TableName? Table)
    : HistoryEvent(At);

/// <summary>A fault is over.</summary>
internal sealed record FaultEnded(TimeSpan At, int Number) : HistoryEvent(At);

/// <summary>No fault begins from here on, and no message is sent.</summary>
internal sealed record QuietBegan(TimeSpan At) : HistoryEvent(At);

/// <summary>The run is over.</summary>
/// <param name="At">When.</param>
/// <param name="HasDrained">Whether the queue is empty.</param>
internal sealed record RunEnded(TimeSpan At, bool HasDrained) : HistoryEvent(At);

/// <summary>This program itself did not run for a while, because the machine was busy.</summary>
/// <param name="At">The end of the pause.</param>
/// <param name="Length">How long it was.</param>
internal sealed record MachineStalled(TimeSpan At, TimeSpan Length) : HistoryEvent(At);

/// <summary>What a fault does.</summary>
internal enum NemesisFault
{
    /// <summary>The streams of a table end with a random status.</summary>
    StreamEnds,

    /// <summary>The streams of a table get a close signal, and end after the notice.</summary>
    CloseSignal,

    /// <summary>The connections of a process are reset.</summary>
    ConnectionReset,

    /// <summary>
    /// What a process sends on the connections that exist is accepted and not passed on, and gets no answer, until the fault
    /// ends. New connections pass.
    /// </summary>
    BlackHole,

    /// <summary>The acks of a table are late.</summary>
    SlowAcks,

    /// <summary>The acks of a table are not sent until the fault ends.</summary>
    NoAcks,

    /// <summary>The tokens are revoked, and the streams end with UNAUTHENTICATED.</summary>
    TokensRevoked,

    /// <summary>The token endpoint answers with an error.</summary>
    TokenOutage,

    /// <summary>A table refuses streams, and ends the open ones.</summary>
    OpenRefused,

    /// <summary>A table does not answer requests for a stream, and ends the open ones.</summary>
    OpenUnanswered,

    /// <summary>
    /// A table loses its last column or gets it back, or is replaced by one like it: its streams end.
    /// </summary>
    SchemaChanged,

    /// <summary>A process is killed, and starts again with the next batch.</summary>
    Killed,

    /// <summary>A process is stopped until the fault ends.</summary>
    Frozen,

    /// <summary>A process gets SIGTERM, and SIGKILL half a second later.</summary>
    Terminated,

    /// <summary>Messages in flight are delivered a second time. Standard queues only.</summary>
    DeliveredTwice,
}

/// <summary>What is known of a kind of fault.</summary>
internal static class NemesisFaultKinds
{
    /// <summary>
    /// Whether the fault is an outage, after which clients may need as long again as it lasted: pauses between attempts grow.
    /// </summary>
    public static bool IsOutage(this NemesisFault kind) =>
        kind is NemesisFault.OpenRefused or NemesisFault.OpenUnanswered or NemesisFault.TokenOutage;
}
