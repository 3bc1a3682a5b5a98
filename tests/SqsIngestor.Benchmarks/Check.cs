using System.Globalization;

namespace SqsIngestor.Benchmarks;

/// <summary>A measured number and its limit.</summary>
/// <param name="Name">What was measured, with its unit.</param>
/// <param name="Value">The number.</param>
/// <param name="AtMost">The upper limit.</param>
/// <param name="AtLeast">The lower limit.</param>
/// <param name="Seen">
/// For a number that depends on the machine: what was seen on several. Its limit is then one that holds on all of them.
/// </param>
internal sealed record Check(
    string Name, double Value, double AtMost = double.PositiveInfinity, double AtLeast = double.NegativeInfinity,
    string? Seen = null)
{
    /// <summary>Whether the number keeps its limit.</summary>
    public bool Holds => Value <= AtMost && Value >= AtLeast;

    /// <summary>A line for people: <c>ok</c> or <c>MISSED</c>, the number and its limit.</summary>
    public override string ToString()
    {
        var limit = double.IsInfinity(AtMost) ? $"at least {AtLeast}" : $"at most {AtMost}";
        var seen = Seen is null ? "" : $"; depends on the machine, seen: {Seen}";
        return string.Create(
            CultureInfo.InvariantCulture, $"{(Holds ? "ok    " : "MISSED")} {Name}: {Value:0.00} ({limit}{seen})");
    }
}
