using System.ComponentModel;
using System.Diagnostics;

namespace SqsIngestor.Cli.Installation;

/// <summary>
/// A bundled program that was started. If the system does not permit it, a private copy is started: the installation of a package
/// loses the permission to run a file, and may belong to another user.
/// </summary>
internal sealed class StartedProgram : IDisposable
{
    private const int AccessDenied = 13; // EACCES

    private readonly TemporaryDirectory? _copy;

    private StartedProgram(Process process, TemporaryDirectory? copy) => (Process, _copy) = (process, copy);

    public Process Process { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="start">The program; <see cref="ProcessStartInfo.FileName"/> becomes the path of the copy.</param>
    /// <exception cref="Win32Exception">Neither the program nor a copy of it can be started.</exception>
    public static StartedProgram Start(ProcessStartInfo start)
    {
        try
        {
            return new(Process.Start(start)!, null);
        }
        catch (Win32Exception e) when (e.NativeErrorCode == AccessDenied && !OperatingSystem.IsWindows())
        {
            return StartCopy(start);
        }
    }

    /// <summary>Deletes the copy. The process must have ended.</summary>
    public void Dispose()
    {
        Process.Dispose();
        _copy?.Dispose();
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static StartedProgram StartCopy(ProcessStartInfo start)
    {
        // The name is new and the folder is the user's own, so runs at the same time and other users do no harm.
        var folder = TemporaryDirectory.Create();
        try
        {
            var copy = Path.Combine(folder.Path, Path.GetFileName(start.FileName));
            File.Copy(start.FileName, copy);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            start.FileName = copy;
            return new(Process.Start(start)!, folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }
}
