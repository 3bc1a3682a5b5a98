using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>How a processor sends and reports messages.</summary>
/// <param name="Report">How failed messages are reported.</param>
/// <param name="Order">How the order of a FIFO group is kept.</param>
internal sealed record DeliveryOptions(DeliveryReport Report, FifoOrder Order);
