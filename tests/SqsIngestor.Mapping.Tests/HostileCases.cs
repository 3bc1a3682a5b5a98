using System.Globalization;

namespace SqsIngestor.Mapping.Tests;

/// <summary>How many random cases the hostile-input properties try.</summary>
internal static class HostileCases
{
    /// <summary>The switch MAPPING_CASES, or a number that keeps a run of all tests short.</summary>
    public static int Count { get; } =
        int.TryParse(
            Environment.GetEnvironmentVariable("MAPPING_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var cases)
            ? cases
            : 2_000;
}
