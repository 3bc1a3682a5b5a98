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
            var fair = Apart(failures.Where(delivery => IsFair(delivery, message)));
            var isDead = timeline.DeadLetters.ContainsKey(message.MessageId);
            findings.Check(
                DeliveryLaw.NoInnocentSuffers, fair.Count <= limits.FairFailures - (isDead ? 1 : 0),
                () => $"{message.MessageId}{(message.GroupId is { } group ? $" of group {group}" : "")} is good and "
                    + $"{(isDead ? "is a dead letter" : "was returned")}; {fair.Count} of its "
                    + $"{failures.Count} failures were undisturbed: {string.Join(", ", fair)}");
            if (isDead) findings.Count("innocent dead letters, excused", fair.Count <= limits.FairFailures - 1 ? 1 : 0);
        }
    }

    // A queue whose visibility timeout is long enough does not deliver a message twice within the time of an invocation. A run
    // does, to end sooner, so what follows a failure that closely does not count.
    private static List<ServedInvocation> Apart(IEnumerable<ServedInvocation> failures)
    {
        var apart = new List<ServedInvocation>();
        foreach (var failure in failures)
        {
            if (apart.Count == 0 || failure.Start.At >= apart[^1].Start.At + failure.Started.Allowed) apart.Add(failure);
        }

        return apart;
    }

    private bool IsFair(ServedInvocation delivery, MessageSent message)
    {
        var (from, to) = (delivery.Start.At, delivery.End!.Value.At);
        return !timeline.Disturbances.Disturbs(delivery.Process, message.Rows.Keys, from, to)
            && !IsHeldBack(delivery, message)
            && !timeline.Deliveries[message.MessageId].Any(
                other => other != delivery && other.Start.At <= to && (other.End?.At ?? TimeSpan.MaxValue) >= from);
    }

    // After a failure in a group, the rest of it is returned as well.
    private bool IsHeldBack(ServedInvocation delivery, MessageSent message) =>
        message.GroupId is not null
        && delivery.Started.Messages
            .Select(other => timeline.Messages[other.MessageId])
            .Any(
                other => other.GroupId == message.GroupId && other.Number < message.Number
                    && !delivery.IsDone(other.MessageId));
}
