using System.Globalization;
using System.Text;

namespace SqsIngestor.Emulator.Nemesis;

/// <summary>A law of delivery. docs/explanation/nemesis.md says what each means.</summary>
public enum DeliveryLaw
{
    /// <summary>A message that is reported done has all its rows.</summary>
    NoLoss,

    /// <summary>No good message is moved to the dead-letter queue because of others.</summary>
    NoInnocentSuffers,

    /// <summary>A row is sent twice only if its fate was unknown, and a message whose rows are acked is reported done.</summary>
    NoNeedlessDuplicate,

    /// <summary>A table in trouble delays only messages that have rows for it.</summary>
    NoNeighborWaits,

    /// <summary>The rows of a FIFO group are in order.</summary>
    Order,

    /// <summary>
    /// Opens are paced, memory is bounded, every invocation answers before its deadline, no process ends by itself.
    /// </summary>
    Bounded,

    /// <summary>When the faults are over, every good message is done, and every poison message is a dead letter.</summary>
    Drains,
}

/// <summary>A law that was violated once.</summary>
/// <param name="Law">The law.</param>
/// <param name="Evidence">What shows it: ids, offsets and times; never content.</param>
public sealed record Violation(DeliveryLaw Law, string Evidence)
{
    /// <summary>The last warnings and errors that the processes wrote about the message, with process and time.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];
}

/// <summary>The result of a run.</summary>
public sealed record NemesisVerdict
{
    private const int MostShown = 20;

    /// <summary>The violations in the order of the laws. Empty if no law was violated.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>How often each law was put to the test: a law that was never tested was not kept, only not violated.</summary>
    public required IReadOnlyDictionary<DeliveryLaw, int> Checks { get; init; }

    /// <summary>Numbers of the run, by name, for people.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Counts { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>What was run, for people.</summary>
    public required string Configuration { get; init; }

    /// <summary>The command that repeats the schedule, or null.</summary>
    public string? Command { get; init; }

    /// <summary>The verdict as text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Configuration}, seed {Seed}");
        text.AppendLine(string.Join(", ", Counts.Select(count => $"{count.Key} {count.Value}")));
        text.AppendLine($"checks: {string.Join(", ", Checks.Select(check => $"{check.Key} {check.Value}"))}");
        foreach (var law in Violations.GroupBy(violation => violation.Law))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"VIOLATED {law.Key}, {law.Count()} times");
            foreach (var violation in law.Take(MostShown))
            {
                text.AppendLine($"  {violation.Evidence}");
                foreach (var line in violation.Log) text.AppendLine($"    {line}");
            }
        }
        if (Violations.Count == 0) text.AppendLine(NotViolated());
        else if (Command is not null) text.AppendLine($"to repeat: {Command}");
        return text.ToString();
    }

    private string NotViolated()
    {
        var untested = Enum.GetValues<DeliveryLaw>().Where(law => Checks.GetValueOrDefault(law) == 0).ToList();
        return untested.Count == 0 ? "every law was kept" : $"no law was violated; not tested: {string.Join(", ", untested)}";
    }
}
