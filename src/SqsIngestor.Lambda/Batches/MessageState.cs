namespace SqsIngestor.Lambda.Batches;

/// <summary>What became of one message of the batch. It has failed until its rows are known to be durable.</summary>
internal struct MessageState
{
    /// <summary>Where the id stands in the event.</summary>
    public Range Id;

    /// <summary>Index of its first row among the rows of the batch.</summary>
    public int FirstRow;

    public int RowCount;

    /// <summary>All its rows are durable, or it has none to send.</summary>
    public bool Succeeded;
}
