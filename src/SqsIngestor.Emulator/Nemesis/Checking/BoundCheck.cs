using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>
/// Bounded: requests for streams are paced, memory has a limit, every invocation answers before its deadline, and no process ends
/// by itself.
/// </summary>
internal sealed class BoundCheck(Timeline timeline, Limits limits, Findings findings)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public void Run()
    {
        foreach (var opens in timeline.Streams.Values.GroupBy(stream => (stream.Process, stream.Requested.Table)))
            CheckOpens([.. opens]);
        foreach (var ended in timeline.ProcessEnds) CheckEnd(ended);
        if (!limits.ChecksTimeAndMemory) return;
        foreach (var sample in timeline.Memory)
        {
            findings.Check(
                DeliveryLaw.Bounded, sample.Bytes <= limits.ResidentBytes,
                () => $"{sample.Process} had {Megabytes(sample.Bytes)} MB resident at "
                    + $"{Evidence.Seconds(sample.At)}; the limit is "
                    + $"{Megabytes(limits.ResidentBytes)} MB");
        }

        foreach (var invocation in timeline.Invocations.Values) CheckDeadline(invocation);
    }

    private void CheckOpens(List<ServedStream> opens)
    {
        var first = 0;
        for (var i = 0; i < opens.Count; i++)
        {
            while (opens[i].Start.At - opens[first].Start.At >= Minute) first++;
            var count = i - first + 1;
            // One finding for each process and table is enough.
            if (count != limits.OpensPerMinute + 1 && i != opens.Count - 1) continue;
            findings.Check(
                DeliveryLaw.Bounded, count <= limits.OpensPerMinute,
                () => $"{opens[i].Process} requested {count} streams into {opens[i].Requested.Table} within a minute, from "
                    + $"{Evidence.Seconds(opens[first].Start.At)} on");
        }
    }

    private void CheckDeadline(ServedInvocation invocation)
    {
        if (invocation.Ended is not { } ended || ended.Ending == InvocationEnding.NotStarted) return;
        var (from, to) = (invocation.Start.At, invocation.End!.Value.At);
        var isExcused = timeline.Disturbances.IsStopped(invocation.Process, from, to)
            || timeline.Disturbances.Stalled(from, to) >= limits.Stall;
        findings.Check(
            DeliveryLaw.Bounded, ended.Ending != InvocationEnding.TimedOut || isExcused,
            () => $"{invocation} began at {Evidence.Seconds(from)} and had not answered by its deadline, "
                + $"{Evidence.Seconds(invocation.Started.Allowed)} later");
    }

    private void CheckEnd(ProcessEnded ended)
    {
        var isLast = timeline.End is { } end && end.At <= ended.At;
        var isWanted = timeline.Disturbances.Strikes(
            ended.Process, ended.At - limits.Leaving, ended.At, NemesisFault.Killed, NemesisFault.Terminated);
        var isKilled = timeline.Invocations.Values.Any(
            invocation => invocation.Process == ended.Process && invocation.Ended?.Ending == InvocationEnding.TimedOut
                && invocation.End!.Value.At <= ended.At);
        // A start fails if the service refuses it, so that a bad deployment takes no message.
        var hasFailedToStart = !timeline.Invocations.Values.Any(
                invocation => invocation.Process == ended.Process && invocation.Ended?.Ending != InvocationEnding.NotStarted)
            && timeline.Disturbances.Any(ended.At - Minute, ended.At);
        findings.Check(
            DeliveryLaw.Bounded, isLast || isWanted || isKilled || hasFailedToStart,
            () => $"{ended.Process} ended by itself at {Evidence.Seconds(ended.At)}");
    }

    private static long Megabytes(long bytes) => bytes / (1024 * 1024);
}
