namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>
/// Order: for each FIFO group and table, the first durable rows of the messages are in the order of the queue. Later ones may
/// only come from processes that could not know: nobody sends rows again after the time for them is over.
/// </summary>
internal sealed class OrderCheck(Timeline timeline, Limits limits, Findings findings)
{
    public void Run()
    {
        var groups = timeline.Rows.Values
            .Select(
                sends => sends.Where(sending => sending.Commit is not null)
                    .MinBy(sending => sending.Commit!.Value.Order))
            .OfType<Sending>()
            .Where(sending => timeline.Messages[sending.Row.MessageId].GroupId is not null)
            .GroupBy(sending => (timeline.Messages[sending.Row.MessageId].GroupId, sending.Row.Table));
        foreach (var group in groups) CheckFirst([.. group.OrderBy(sending => sending.Commit!.Value.Order)]);
        foreach (var sending in timeline.Rows.Values.SelectMany(sends => sends)) CheckLate(sending);
    }

    private void CheckFirst(List<Sending> firsts)
    {
        var latest = firsts[0];
        foreach (var sending in firsts.Skip(1))
        {
            var (before, message) = (timeline.Messages[latest.Row.MessageId], timeline.Messages[sending.Row.MessageId]);
            var isInOrder = (message.Number, sending.Row.Index).CompareTo((before.Number, latest.Row.Index)) > 0;
            // A dead letter has left the group. What its last delivery had written may still arrive.
            var isDead = timeline.DeadLetters.TryGetValue(message.MessageId, out var dead) && dead.At < sending.Commit!.Value.At;
            findings.Check(
                DeliveryLaw.Order, isInOrder || isDead,
                () => $"group {message.GroupId}, {sending.Row.Table}: message number {message.Number} ({sending.Row.MessageId}) "
                    + $"was first durable at {Evidence.Seconds(sending.Commit!.Value.At)} by {sending}, after number "
                    + $"{before.Number} ({latest.Row.MessageId}) at {Evidence.Seconds(latest.Commit!.Value.At)} by {latest}");
            if (isInOrder) latest = sending;
        }
    }

    // What was written in time may arrive later. What goes into a connection that was opened later was sent again.
    private void CheckLate(Sending sending)
    {
        var message = timeline.Messages[sending.Row.MessageId];
        var ends = (timeline.Deliveries.GetValueOrDefault(message.MessageId) ?? [])
            .Where(delivery => delivery.Process == sending.Stream.Process && delivery.Start.Order < sending.Moment.Order)
            .Select(delivery => MaySendUntil(delivery, message.GroupId is not null)).ToList();
        if (ends.Count == 0) return;
        var end = ends.Max();
        if (end == TimeSpan.MaxValue) return;
        findings.Check(
            DeliveryLaw.Order, sending.Stream.Start.At <= end + limits.Delivery,
            () => $"{sending.Row} was sent again by {sending}, on a stream that was requested at "
                + $"{Evidence.Seconds(sending.Stream.Start.At)}; its process had to give up the message at "
                + $"{Evidence.Seconds(end)}");
    }

    private TimeSpan MaySendUntil(ServedInvocation delivery, bool isFifo)
    {
        if (isFifo) return delivery.End?.At ?? TimeSpan.MaxValue;
        return delivery.Start.At + delivery.Started.Allowed + limits.Lease;
    }
}
