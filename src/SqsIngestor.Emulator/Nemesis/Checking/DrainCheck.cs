namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>
/// Drains: when the faults are over, the queue becomes empty. Every good message is done, and every poison message is a dead
/// letter.
/// </summary>
internal static class DrainCheck
{
    public static void Run(Timeline timeline, Limits limits, Findings findings)
    {
        if (timeline.End is not { } end) return;
        findings.Check(
            DeliveryLaw.Drains, end.HasDrained,
            () => $"the queue was not empty at {Evidence.Seconds(end.At)}, the end of the run");
        foreach (var message in timeline.Messages.Values)
        {
            var isDead = timeline.DeadLetters.TryGetValue(message.MessageId, out var dead);
            var deliveries = timeline.Deliveries.GetValueOrDefault(message.MessageId) ?? [];
            var isDone = deliveries.Any(delivery => delivery.IsDone(message.MessageId));
            if (message.IsPoison)
            {
                findings.Check(
                    DeliveryLaw.Drains, isDead && dead!.ReceiveCount <= limits.MaxReceiveCount,
                    () => $"{message.MessageId} is poison, and no dead letter after {deliveries.Count} deliveries");
                continue;
            }

            findings.Check(
                DeliveryLaw.Drains, isDead || isDone,
                () => $"{message.MessageId} is neither done nor a dead letter after {deliveries.Count} deliveries");
        }
    }
}
