using System.Globalization;

namespace SqsIngestor.Benchmarks.Lambda;

/// <summary>The memory of a process, as Lambda measures it: the part in the machine's memory.</summary>
internal static class ProcessMemory
{
    /// <summary>Megabytes (2^20) that are resident now.</summary>
    public static double ResidentMegabytes(int process) => Read(process, "VmRSS:");

    /// <summary>The most that were resident at any time.</summary>
    public static double PeakMegabytes(int process) => Read(process, "VmHWM:");

    private static double Read(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }
}
