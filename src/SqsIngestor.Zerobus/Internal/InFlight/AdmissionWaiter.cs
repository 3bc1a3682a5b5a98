namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>A write that waits for room.</summary>
internal sealed class AdmissionWaiter(RecordSource source) : TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public RecordSource Source { get; } = source;

    /// <summary>Its place in the queue, so that a cancelled write leaves at once.</summary>
    public LinkedListNode<AdmissionWaiter>? Node { get; set; }
}
