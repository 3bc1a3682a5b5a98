namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>How many messages are where.</summary>
/// <param name="Visible">Can be received now.</param>
/// <param name="InFlight">Are hidden by a receive.</param>
/// <param name="Deleted">Were deleted since the queue was made.</param>
/// <param name="DeadLettered">Lie with the dead letters.</param>
public sealed record QueueCounts(int Visible, int InFlight, long Deleted, int DeadLettered);
