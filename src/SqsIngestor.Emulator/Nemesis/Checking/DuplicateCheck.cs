using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>
/// No needless duplicate: a process sends a row again only if it could not know the fate of the first one. A message whose rows
/// are acked is reported done.
/// </summary>
internal sealed class DuplicateCheck(Timeline timeline, Limits limits, Findings findings)
{
    // The memory of a process is bounded. Within this time it has not forgotten a message.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    public void Run()
    {
        foreach (var sends in timeline.Rows.Values)
        {
            var durable = sends.Count(sending => sending.Commit is not null);
            findings.Count("rows durable", durable > 0 ? 1 : 0);
            findings.Count("duplicate rows", Math.Max(0, durable - 1));
            for (var i = 1; i < sends.Count; i++) Check(sends, i);
        }

        foreach (var invocation in timeline.Invocations.Values) CheckReport(invocation);
    }

    private void Check(List<Sending> sends, int index)
    {
        var second = sends[index];
        // A refused row was not taken, whatever the client makes of the refusal.
        var earlier = sends.Take(index).Where(sending => !sending.IsRefused).ToList();
        if (earlier.Count == 0) return;
        // What the same process sent before says most.
        var first = earlier.LastOrDefault(sending => sending.Stream.Process == second.Stream.Process);
        if (first is null)
        {
            var isDelivered = timeline.Deliveries.GetValueOrDefault(second.Row.MessageId)?
                .Any(delivery => delivery.Process == second.Stream.Process && delivery.Start.Order < second.Moment.Order) == true;
            findings.Check(
                DeliveryLaw.NoNeedlessDuplicate, isDelivered,
                () => $"{second.Row}: sent by {earlier[^1]}, and again by {second}, which had not got the message");
            findings.Count("sent again by another process", isDelivered ? 1 : 0);
            return;
        }

        var (needless, why) = Classify(first, second);
        findings.Check(
            DeliveryLaw.NoNeedlessDuplicate, !needless, () => $"{second.Row}: sent by {first}, and again by {second}: {why}");
        if (!needless) findings.Count($"sent again because {why}");
    }

    private (bool Needless, string Why) Classify(Sending first, Sending second)
    {
        var (process, stream) = (first.Stream.Process, first.Stream);
        if (KnownAckOf(first, second.Moment.At) is { } ack) return (true, $"it was acked at {Evidence.Seconds(ack.At)}");
        if (stream.End is { } end && end.At <= second.Moment.At + limits.Leaving) return (false, "the stream ended");
        if (timeline.Disturbances.IsCutOff(process, first.Moment.At, second.Moment.At))
            return (false, "the connection was in doubt");
        var isSignalled = timeline.Faults.Values.Any(
            fault => fault.Began.Kind == NemesisFault.CloseSignal && fault.Began.Table == first.Row.Table
                && fault.From >= stream.Start.At && fault.From <= second.Moment.At);
        return isSignalled ? (false, "the stream was to close") : (true, "the first stream was open");
    }

    /// <summary>When the ack of a sending was sent, if its process surely knew it at a time; otherwise null.</summary>
    private Moment? KnownAckOf(Sending sending, TimeSpan at)
    {
        if (sending.Stream.AckOf(sending.Offset) is not { } ack) return null;
        var known = ack.At + limits.Delivery;
        return at >= known
            && (sending.Stream.End is not { } end || end.At >= known)
            && !timeline.Disturbances.IsCutOff(sending.Stream.Process, ack.At, known)
            ? ack
            : null;
    }

    private void CheckReport(ServedInvocation invocation)
    {
        if (invocation.End is not { } end) return;
        foreach (var (id, _) in invocation.Started.Messages)
        {
            if (!invocation.HasFailed(id)) continue;
            var message = timeline.Messages[id];
            if (message.GroupId is not null && HasFailureBefore(invocation, message)) continue;
            var isAcked = !message.IsPoison && message.Rows.All(
                table => Enumerable.Range(0, table.Value).All(
                    index => timeline.Rows.GetValueOrDefault(new RowKey(table.Key, id, index))?.Any(
                        sending => sending.Stream.Process == invocation.Process && end.At - sending.Moment.At < Remembered
                            && KnownAckOf(sending, end.At) is not null
                            && !timeline.Disturbances.IsCutOff(invocation.Process, sending.Moment.At, end.At)) == true));
            findings.Check(
                DeliveryLaw.NoNeedlessDuplicate, !isAcked,
                () => $"{id}: {invocation} reported it as failed at {Evidence.Seconds(end.At)}, and all its rows had been acked: "
                    + string.Join("; ", timeline.SendsOf(message)));
        }
    }

    private bool HasFailureBefore(ServedInvocation invocation, MessageSent message) =>
        invocation.Started.Messages.Select(other => timeline.Messages[other.MessageId]).Any(
            other => other.GroupId == message.GroupId && other.Number < message.Number && !invocation.IsDone(other.MessageId));
}
