using System.Globalization;

namespace SqsIngestor.Benchmarks;

/// <summary>A number that must be met.</summary>
internal sealed record Check(
    string Name, double Value, double AtMost = double.PositiveInfinity, double AtLeast = double.NegativeInfinity)
{
    public bool Holds => Value <= AtMost && Value >= AtLeast;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Holds ? "ok    " : "MISSED")} {Name}: {Value:0.00} " +
            $"({(double.IsInfinity(AtMost) ? $"at least {AtLeast}" : $"at most {AtMost}")})");
}
