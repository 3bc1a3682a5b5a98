using System.Runtime.InteropServices;

namespace SqsIngestor.Emulator.Lambda;

/// <summary>Sends signals to a process that this program started.</summary>
internal static partial class UnixSignal
{
    private const int Terminate = 15;

    // The numbers of macOS differ from those of Linux.
    private static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;
    private static readonly int Continue = OperatingSystem.IsMacOS() ? 19 : 18;

    /// <summary>Asks a process to end. Ignores a process that has already ended.</summary>
    public static void RequestEnd(int processId)
    {
        if (!OperatingSystem.IsWindows()) _ = Kill(processId, Terminate);
    }

    /// <summary>Freezes a process. Ignores a process that has already ended.</summary>
    public static void Freeze(int processId)
    {
        if (!OperatingSystem.IsWindows()) _ = Kill(processId, Stop);
    }

    /// <summary>Lets a frozen process go on. Ignores a process that has already ended.</summary>
    public static void Thaw(int processId)
    {
        if (!OperatingSystem.IsWindows()) _ = Kill(processId, Continue);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
