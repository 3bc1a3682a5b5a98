using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>How a processor sends and reports messages.</summary>
/// <param name="Report">How failed messages are reported.</param>
/// <param name="Order">How the order of a FIFO group is kept.</param>
/// <param name="MessageBytes">The most bytes of rows that one message may have; null: no bound.</param>
/// <param name="FailedMessageLines">How many lines of the log about messages of one kind a batch writes.</param>
/// <param name="BuffersReleased">Called with the bytes of buffers that a processor has let go of; null: not called.</param>
internal sealed record DeliveryOptions(
    DeliveryReport Report, FifoOrder Order, int? MessageBytes = null, int FailedMessageLines = int.MaxValue,
    Action<long>? BuffersReleased = null);
