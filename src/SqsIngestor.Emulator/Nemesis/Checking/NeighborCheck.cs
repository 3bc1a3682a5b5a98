using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>
/// No neighbor waits: while a table is in trouble, an invocation that nothing else disturbs still delivers the messages that
/// have no row for this table, and sends their rows without waiting for it for long.
/// </summary>
internal sealed class NeighborCheck(Timeline timeline, Limits limits, Findings findings)
{
    public void Run()
    {
        foreach (var trouble in timeline.Disturbances.Troubles)
        {
            foreach (var invocation in timeline.Invocations.Values)
            {
                if (invocation.Start.At < trouble.From || invocation.Start.At > trouble.To) continue;
                if (invocation.Ended is not { Ending: InvocationEnding.Answered or InvocationEnding.FunctionError }) continue;
                foreach (var (id, _) in invocation.Started.Messages) Check(invocation, timeline.Messages[id], trouble.Began);
            }
        }
    }

    private void Check(ServedInvocation invocation, MessageSent message, FaultBegan trouble)
    {
        var troubled = trouble.Table!;
        var subject = $"{message.MessageId} has no row for {troubled}, which was in trouble ({trouble.Kind})";
        if (message.IsPoison || message.Rows.ContainsKey(troubled) || !IsUndisturbed(invocation, message)) return;
        findings.Check(
            DeliveryLaw.NoNeighborWaits, invocation.IsDone(message.MessageId),
            () => $"{subject}; {invocation}, begun at {Evidence.Seconds(invocation.Start.At)}, failed it at "
                + $"{Evidence.Seconds(invocation.End!.Value.At)}; "
                + $"its tables: {string.Join(", ", message.Rows.Keys)}");
        var first = timeline.SendsOf(message).FirstOrDefault();
        if (first is null || first.Moment.Order < invocation.Start.Order) return;
        var waited = first.Moment.At - invocation.Start.At;
        findings.Check(
            DeliveryLaw.NoNeighborWaits, waited <= limits.Neighbor,
            () => $"{subject}; {invocation} sent its first row after {Evidence.Seconds(waited)}");
    }

    private bool IsUndisturbed(ServedInvocation invocation, MessageSent message)
    {
        var (from, to) = (invocation.Start.At, invocation.End!.Value.At);
        return !timeline.Disturbances.Disturbs(invocation.Process, message.Rows.Keys, from, to)
            && !IsPoisoned(invocation.Process, message.Rows.Keys, from - limits.Leaving, to)
            && !IsBehind(invocation, message)
            && timeline.Deliveries[message.MessageId].All(
                other => other == invocation || (other.End?.At ?? TimeSpan.MaxValue) < from || other.Start.At > to);
    }

    // A stream that refuses a record delays the table that it is for.
    private bool IsPoisoned(ProcessName process, IEnumerable<TableName> tables, TimeSpan from, TimeSpan to) =>
        timeline.Refused.Any(
            sending => sending.Stream.Process == process && tables.Contains(sending.Row.Table)
                && sending.Moment.At >= from && sending.Moment.At <= to);

    // In a group, a message waits for those before it, whatever their tables are.
    private bool IsBehind(ServedInvocation invocation, MessageSent message) =>
        message.GroupId is not null
        && invocation.Started.Messages.Select(other => timeline.Messages[other.MessageId]).Any(
            other => other.GroupId == message.GroupId && other.Number < message.Number
                && (!invocation.IsDone(other.MessageId) || other.Rows.Keys.Any(table => !message.Rows.ContainsKey(table))));
}
