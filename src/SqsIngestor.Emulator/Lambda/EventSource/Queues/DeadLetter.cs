namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>A message that was received too often.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="ReceiveCount">How often it was received.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="DeadAt">When it came to the dead letters.</param>
/// <param name="GroupId">Its group, or null.</param>
/// <param name="Body">Its text.</param>
public sealed record DeadLetter(string MessageId, int ReceiveCount, DateTimeOffset SentAt, DateTimeOffset DeadAt, string? GroupId, string Body);
