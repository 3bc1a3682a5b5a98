using System.Runtime.InteropServices;

namespace SqsIngestor.Emulator.Lambda;

/// <summary>Sends signals to a process that this program started.</summary>
internal static partial class UnixSignal
{
    private const int Terminate = 15;

    /// <summary>Asks a process to end. Ignores a process that has already ended.</summary>
    public static void RequestEnd(int processId)
    {
        if (!OperatingSystem.IsWindows()) _ = Kill(processId, Terminate);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
