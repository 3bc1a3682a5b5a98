using System.Globalization;
using Microsoft.Win32.SafeHandles;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;

namespace SqsIngestor.Pipeline.Journals;

/// <summary>
/// The folder of journals of one Lambda environment. It outlives the process, and one process at a time has it: a lock that ends
/// with the process says so.
/// </summary>
internal sealed class EnvironmentSlot : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder;
    private readonly SafeFileHandle _lock;

    private EnvironmentSlot(string folder, SafeFileHandle @lock) => (_folder, _lock) = (folder, @lock);

    /// <summary>Makes the folder if it is not there, and takes it.</summary>
    /// <param name="folder">DELIVERY_FOLDER.</param>
    /// <exception cref="FunctionException">Another process has it, others can read it, or it cannot be used.</exception>
    public static EnvironmentSlot Take(string folder)
    {
        try
        {
            CreateFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused($"{EnvironmentVariables.DeliveryFolder}: the folder {folder} cannot be used: {e.Message}", e);
        }
        var path = Path.Combine(folder, "lock");
        try
        {
            return new(folder, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(
                $"{EnvironmentVariables.DeliveryFolder}: another process that runs has the folder {folder}, or it cannot be "
                    + $"written: {e.Message} Two processes must not share it: give each a folder of its own.", e);
        }
    }

    /// <summary>The journal of a table.</summary>
    public string FileOf(UInt128 table) =>
        Path.Combine(_folder, table.ToString("x32", CultureInfo.InvariantCulture) + ".journal");

    public void Dispose() => _lock.Dispose();

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }
        var info = Directory.CreateDirectory(folder, OwnerOnly);
        // Somebody else may have made it where everybody can write.
        if (info.LinkTarget is not null || info.UnixFileMode != OwnerOnly)
            throw new IOException("others than its owner can use it, or it is a link. Remove it, or name another one.");
    }

    private static FunctionException Refused(string message, Exception e) =>
        new(FunctionErrorTypes.ConfigurationInvalid, message, e);
}
