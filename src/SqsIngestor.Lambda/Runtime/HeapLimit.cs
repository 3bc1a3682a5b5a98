using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>
/// Tells the garbage collector what Lambda allows. It sees the machine's memory and no limit, would put collections off and
/// be killed for it; with a limit it collects before that.
/// </summary>
internal static class HeapLimit
{
    // The rest is for what is not on the heap: code, stacks, sockets, TLS.
    private const int Percent = 85;

    /// <summary>Applies AWS_LAMBDA_FUNCTION_MEMORY_SIZE (in MB); without it nothing changes.</summary>
    public static void Apply(Func<string, string?> variables, ILogger logger)
    {
        var size = variables("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
        if (Bytes(size) is not { } bytes) return;
        try
        {
            // The collector has read its settings long before Main; this is how they are given to one that runs.
            AppContext.SetData("GCHeapHardLimit", bytes);
            GC.RefreshMemoryLimit();
            RuntimeLog.HeapLimited(logger, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, size!);
        }
        catch (InvalidOperationException e)
        {
            RuntimeLog.HeapNotLimited(logger, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>The limit for a function of this size, or null where the size is not known.</summary>
    internal static ulong? Bytes(string? megabytes) =>
        int.TryParse(megabytes, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0
            ? (ulong)size * 1024 * 1024 * Percent / 100
            : null;
}
