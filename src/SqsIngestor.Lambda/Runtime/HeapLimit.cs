using System.Globalization;
using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>
/// Gives the garbage collector the memory limit of Lambda. Without it, the collector sees the memory of the machine, collects too
/// late, and Lambda kills the process.
/// </summary>
internal static class HeapLimit
{
    // The rest is for memory outside the heap: code, stacks, sockets, TLS. That does not shrink with the function.
    private const int Percent = 85;
    private const long LeastOutsideHeap = 36 * 1024 * 1024;

    /// <summary>Applies AWS_LAMBDA_FUNCTION_MEMORY_SIZE (in MB); does nothing if it is not set.</summary>
    public static void Apply(Func<string, string?> variables, ILogger logger)
    {
        var size = variables(EnvironmentVariables.AwsLambdaFunctionMemorySize);
        if (Bytes(size) is not { } bytes) return;
        try
        {
            // The collector read its settings long before Main; this changes them while it runs.
            AppContext.SetData("GCHeapHardLimit", bytes);
            GC.RefreshMemoryLimit();
            RuntimeLog.HeapLimited(logger, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, size!);
        }
        catch (InvalidOperationException e)
        {
            RuntimeLog.HeapNotLimited(logger, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>The limit for a function of this size, null if the size is not known.</summary>
    internal static ulong? Bytes(string? megabytes) =>
        int.TryParse(megabytes, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0
            ? Bytes(size * 1024L * 1024)
            : null;

    private static ulong Bytes(long memory) =>
        (ulong)Math.Max(memory / 2, Math.Min(memory * Percent / 100, memory - LeastOutsideHeap));
}
