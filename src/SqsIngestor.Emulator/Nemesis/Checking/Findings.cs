using System.Globalization;

namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>What the checks of a history find.</summary>
internal sealed class Findings
{
    private readonly SortedDictionary<DeliveryLaw, int> _checks = [];
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<Violation> _violations = [];

    public IReadOnlyList<Violation> Violations => [.. _violations.OrderBy(violation => violation.Law)];

    public IReadOnlyDictionary<DeliveryLaw, int> Checks => _checks;

    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>A law was put to the test.</summary>
    /// <param name="law">The law.</param>
    /// <param name="holds">Whether it was kept.</param>
    /// <param name="evidence">What shows that it was not.</param>
    public void Check(DeliveryLaw law, bool holds, Func<string> evidence)
    {
        _checks[law] = _checks.GetValueOrDefault(law) + 1;
        if (!holds) _violations.Add(new Violation(law, evidence()));
    }

    /// <summary>Counts something.</summary>
    public void Count(string name, long number = 1) => _counts[name] = _counts.GetValueOrDefault(name) + number;
}

/// <summary>How the evidence writes a value.</summary>
internal static class Evidence
{
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.000} s");
}
