using System.Runtime.InteropServices;

namespace SqsIngestor.Emulator.Lambda;

/// <summary>Signals to a process of ours.</summary>
internal static partial class UnixSignal
{
    private const int Terminate = 15;

    /// <summary>Asks a process to end. A process that has ended already is no error.</summary>
    public static void RequestEnd(int processId)
    {
        if (!OperatingSystem.IsWindows()) _ = Kill(processId, Terminate);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
