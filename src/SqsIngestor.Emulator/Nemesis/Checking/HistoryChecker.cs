using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>Checks a history by the laws of delivery. It only reads.</summary>
internal static class HistoryChecker
{
    /// <summary>Checks a history.</summary>
    /// <returns>The verdict, without what the history does not tell: seed, configuration and command.</returns>
    public static NemesisVerdict Check(IReadOnlyList<HistoryEvent> history, Limits limits)
    {
        var timeline = new Timeline(history);
        var findings = new Findings();
        LossCheck.Run(timeline, findings);
        new InnocentCheck(timeline, limits, findings).Run();
        new DuplicateCheck(timeline, limits, findings).Run();
        if (limits.ChecksTimeAndMemory) new NeighborCheck(timeline, limits, findings).Run();
        new OrderCheck(timeline, limits, findings).Run();
        new BoundCheck(timeline, limits, findings).Run();
        DrainCheck.Run(timeline, limits, findings);
        return new NemesisVerdict
        {
            Violations = findings.Violations,
            Checks = findings.Checks,
            Counts = [.. Count(timeline), .. findings.Counts],
            Seed = 0,
            Configuration = "a history",
        };
    }

    private static IEnumerable<KeyValuePair<string, long>> Count(Timeline timeline)
    {
        yield return new("messages", timeline.Messages.Count);
        yield return new("poison", timeline.Messages.Values.Count(message => message.IsPoison));
        yield return new("receives", timeline.Deliveries.Values.Sum(deliveries => deliveries.Count));
        yield return new("dead letters", timeline.DeadLetters.Count);
        yield return new("streams requested", timeline.Streams.Count);
        yield return new("peak resident MB", timeline.Memory.Select(sample => sample.Bytes >> 20).DefaultIfEmpty().Max());
        yield return new("stalls of this machine", timeline.Stalls.Count);
        foreach (var ending in timeline.Invocations.Values.GroupBy(invocation => invocation.Ended?.Ending).OrderBy(e => e.Key))
            yield return new($"invocations {ending.Key?.ToString() ?? "not ended"}", ending.Count());
        foreach (var kind in timeline.Faults.Values.GroupBy(fault => fault.Began.Kind).OrderBy(fault => fault.Key))
            yield return new($"faults {kind.Key}", kind.Count());
    }
}
