namespace SqsIngestor.Pipeline.Batches;

/// <summary>When a batch must be reported with what is durable by then.</summary>
/// <param name="At">The time by the wall clock, which goes on while the process is frozen.</param>
/// <param name="Token">Cancelled at that time.</param>
internal readonly record struct BatchDeadline(DateTimeOffset At, CancellationToken Token)
{
    // SQS makes a message that was not deleted visible again later than this.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Until when rows of a standard queue may still be sent. Later, another delivery of their messages has taken over.
    /// </summary>
    public DateTimeOffset LeaseEnd => At < DateTimeOffset.MaxValue - Lease ? At + Lease : At;

    /// <summary>Whether it has passed.</summary>
    public bool HasPassed => Token.IsCancellationRequested;

    /// <summary>Whether it has passed by the wall clock, also if a process that stood still has not noticed it yet.</summary>
    public bool IsOver(DateTimeOffset now) => HasPassed || now >= At;
}
