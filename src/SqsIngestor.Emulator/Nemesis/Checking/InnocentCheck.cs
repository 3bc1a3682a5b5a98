using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>
/// No innocent suffers: an undisturbed delivery returns a good message to the queue only so often, and a good message is not
/// moved to the dead-letter queue unless faults, or the order of its group, have spoiled its deliveries.
/// </summary>
internal sealed class InnocentCheck(Timeline timeline, Limits limits, Findings findings)
{
    public void Run()
    {
        foreach (var message in timeline.Messages.Values.Where(message => !message.IsPoison))
        {
            var failures = timeline.Deliveries.GetValueOrDefault(message.MessageId)?
                .Where(delivery => delivery.HasFailed(message.MessageId)).ToList() ?? [];
            var fair = failures.Where(delivery => IsFair(delivery, message)).ToList();
            var isDead = timeline.DeadLetters.ContainsKey(message.MessageId);
            findings.Check(
                DeliveryLaw.NoInnocentSuffers, fair.Count <= limits.FairFailures - (isDead ? 1 : 0),
                () => $"{message.MessageId} is good and {(isDead ? "is a dead letter" : "was returned")}; {fair.Count} of its "
                    + $"{failures.Count} failures were undisturbed: {string.Join(", ", fair)}");
            if (isDead) findings.Count("innocent dead letters, excused", fair.Count <= limits.FairFailures - 1 ? 1 : 0);
        }
    }

    private bool IsFair(Invocation delivery, MessageSent message)
    {
        var (from, to) = (delivery.Start.At, delivery.End!.Value.At);
        return !timeline.Disturbances.Disturbs(delivery.Process, message.Rows.Keys, from, to)
            && !IsHeldBack(delivery, message)
            && !timeline.Deliveries[message.MessageId].Any(
                other => other != delivery && other.Start.At <= to && (other.End?.At ?? TimeSpan.MaxValue) >= from);
    }

    // After a failure in a group, the rest of it is returned as well.
    private bool IsHeldBack(Invocation delivery, MessageSent message) =>
        message.GroupId is not null
        && delivery.Started.Messages
            .Select(other => timeline.Messages[other.MessageId])
            .Any(
                other => other.GroupId == message.GroupId && other.Number < message.Number
                    && !delivery.IsDone(other.MessageId));
}
