namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>The numbers in the laws.</summary>
internal sealed record Limits
{
    /// <summary>The most resident memory of a process.</summary>
    public long ResidentBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// The most requests for a stream within any minute, for each process and table. Default 105: the client's 100, and 5 that
    /// arrive late.
    /// </summary>
    public int OpensPerMinute { get; init; } = 105;

    /// <summary>
    /// Whether laws that depend on the speed and the memory of this machine are checked: NoNeighborWaits, and of Bounded the
    /// deadlines and the memory. Default true.
    /// </summary>
    public bool ChecksTimeAndMemory { get; init; } = true;

    /// <summary>How often a message is received before it is moved to the dead-letter queue.</summary>
    public int MaxReceiveCount { get; init; } = 5;

    /// <summary>
    /// How often deliveries that no fault but poison has disturbed may return a good message to the queue; one less for a dead
    /// letter. Default 3: the first may find the poison, the next ones may find the message behind other poison.
    /// </summary>
    public int FairFailures { get; init; } = 3;

    /// <summary>
    /// An ack that was sent so long ago on a connection that lives is known to the client. Also the time after which what was
    /// written to a connection has arrived.
    /// </summary>
    public TimeSpan Delivery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection that its client has left has ended here by then.</summary>
    public TimeSpan Leaving { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// When a batch may wait for a table, rows for others must have arrived by then: 2 s that the function waits, and the work.
    /// </summary>
    public TimeSpan Neighbor { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long after its deadline an invocation's rows may be sent again on a standard queue.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A pause of this machine that excuses a missed deadline.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMilliseconds(500);
}
