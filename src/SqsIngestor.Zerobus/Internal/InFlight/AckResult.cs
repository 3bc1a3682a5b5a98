namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>What an ack did.</summary>
internal enum AckResult
{
    /// <summary>It settled something.</summary>
    Progress,

    /// <summary>It repeats an earlier ack.</summary>
    Duplicate,

    /// <summary>It has no offset, goes back, or covers what was not sent: outside the protocol.</summary>
    Violation,
}
