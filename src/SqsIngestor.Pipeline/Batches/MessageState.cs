using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>What became of one message of the batch. It has failed until its rows are known to be durable.</summary>
internal struct MessageState
{
    /// <summary>Where the id stands in the event.</summary>
    public Range Id;

    /// <summary>The id and its queue, for the memory of what was delivered.</summary>
    public UInt128 Key;

    /// <summary>How often SQS has delivered it.</summary>
    public int ReceiveCount;

    /// <summary>Index of its first row among the rows of the batch.</summary>
    public int FirstRow;

    public int RowCount;

    public MessageOutcome Outcome;

    /// <summary>Whether its rows are those of the mapping or that of the quarantine.</summary>
    public EncodeOutcome Encoded;

    /// <summary>With <see cref="MessageOutcome.Repeated"/>: the earlier message.</summary>
    public int SameAs;

    /// <summary>With <see cref="MessageOutcome.SentEarlier"/>: tells whether the rows became durable.</summary>
    public Task<bool>? Earlier;

    /// <summary>Whether SQS may delete it.</summary>
    public readonly bool Succeeded =>
        Outcome is MessageOutcome.Acked or MessageOutcome.Quarantined or MessageOutcome.Dropped or MessageOutcome.Deduplicated;
}
