namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>The queue of a server.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="IsFifo">Whether it is a FIFO queue.</param>
/// <param name="VisibilityTimeoutSeconds">How long a failed message stays hidden.</param>
/// <param name="MaxReceiveCount">How often a message is received before it goes to the dead letters.</param>
internal sealed record QueueInfo(string Arn, bool IsFifo, double VisibilityTimeoutSeconds, int MaxReceiveCount);
