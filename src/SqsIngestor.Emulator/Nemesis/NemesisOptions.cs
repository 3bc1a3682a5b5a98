using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Nemesis;

/// <summary>What a run starts, what it sends, and how long it lasts.</summary>
public sealed record NemesisOptions
{
    private const int LeastMemorySize = 128;
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(2);

    /// <summary>The function: <c>bootstrap</c>, native or managed.</summary>
    public required string FunctionProgram { get; init; }

    /// <summary>The mapping, a file.</summary>
    public required string MappingFile { get; init; }

    /// <summary>
    /// The folder of descriptor sets, or one set. A mapping with <c>descriptor: unity-catalog</c> needs an empty folder.
    /// </summary>
    public required string DescriptorPath { get; init; }

    /// <summary>The tables of the mapping, at least one.</summary>
    public required IReadOnlyList<CatalogTable> Tables { get; init; }

    /// <summary>Gives the next message. The arguments are the source of all chance, and the message's number, from 0.</summary>
    public required Func<Random, int, NemesisMessage> NextMessage { get; init; }

    /// <summary>The column that holds the message's id. Every table has it. Default <c>message_id</c>.</summary>
    public string MessageIdColumn { get; init; } = "message_id";

    /// <summary>
    /// The column that holds the row's number among the rows of its message. Default null: a message has one row in a table.
    /// </summary>
    public string? RowIndexColumn { get; init; }

    /// <summary>
    /// Whether a table may lose its last column and get it back, while the function runs: for a mapping with
    /// <c>descriptor: unity-catalog</c> that works without that column. Default false: a table is replaced by one like it.
    /// </summary>
    public bool MayDropLastColumn { get; init; }

    /// <summary>Further variables of the function's environment. Default none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Decides everything that is left to chance: messages, poison, faults and their times.</summary>
    public required int Seed { get; init; }

    /// <summary>How long messages are sent and faults strike; above 0. The run then waits until the queue is empty.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Processes of the function, at least 1. Default 2.</summary>
    public int Processes { get; init; } = 2;

    /// <summary>Invocations at once over all processes; one process may get all of them. At least 1. Default 2.</summary>
    public int Invocations { get; init; } = 2;

    /// <summary>Whether the queue keeps the order of groups. Default false.</summary>
    public bool IsFifo { get; init; }

    /// <summary>Messages of an event, at most. At least 1. Default 10.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>Messages per second, as long as the queue is short. At least 1. Default 100.</summary>
    public int MessagesPerSecond { get; init; } = 100;

    /// <summary>The share of messages of which the service refuses a row each time, from 0 to 1. Default 0.01.</summary>
    public double PoisonShare { get; init; } = 0.01;

    /// <summary>The mean time between the beginnings of two faults, above 0. Default 1 s.</summary>
    public TimeSpan FaultInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an invocation may take, above 2 s: the function answers 2 s earlier. Default 8 s.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How long after its deadline the messages of an invocation without an answer can be received again, above 0. With a
    /// standard queue the start of a process counts too. Default 11 s: with a standard queue, the function counts on 10 s.
    /// </summary>
    public TimeSpan ReturnOfLost { get; init; } = TimeSpan.FromSeconds(11);

    /// <summary>
    /// How often a message is received before it is moved to the dead-letter queue. At least 1. Default 5.
    /// </summary>
    public int MaxReceiveCount { get; init; } = 5;

    /// <summary>AWS_LAMBDA_FUNCTION_MEMORY_SIZE in MB, at least 128. Default 256.</summary>
    public int MemorySize { get; init; } = 256;

    /// <summary>
    /// The most resident memory of a process, in bytes, above 0. Measured on Linux only. Default: that of
    /// <see cref="MemorySize"/>.
    /// </summary>
    public long? MaxResidentBytes { get; init; }

    /// <summary>
    /// Whether laws that depend on the speed and the memory of this machine are checked: NoNeighborWaits, and of Bounded the
    /// deadlines and the memory. Default true.
    /// </summary>
    public bool ChecksTimeAndMemory { get; init; } = true;

    /// <summary>How long the queue may take to become empty after the last fault, above 0. Default 2 minutes.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The command that repeats the schedule, for the verdict. Default null: none is shown.</summary>
    public string? Command { get; init; }

    /// <summary>
    /// Called with each line that a process writes: the process, the time since the start of the run, the line. At times for two
    /// processes at once. Default null.
    /// </summary>
    public Action<string, TimeSpan, string>? OnOutput { get; init; }

    /// <summary>Called with each event of the history when the run is over, as text without content. Default null.</summary>
    public Action<string>? OnEvent { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Tables.Count, nameof(Tables));
        ArgumentOutOfRangeException.ThrowIfLessThan(Processes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Invocations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MessagesPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxReceiveCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MemorySize, LeastMemorySize);
        // Also refuses NaN.
        if (PoisonShare is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(PoisonShare), PoisonShare, "It must be from 0 to 1.");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FaultInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(DrainTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FunctionTimeout, TimeToAnswer);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ReturnOfLost, TimeSpan.Zero);
        if (MaxResidentBytes is { } most) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(MaxResidentBytes));
    }
}
