using System.Security.Cryptography;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>
/// The lock of a ready file: a file next to it that one server has open. The operating system releases it when the process ends,
/// so the lock of a killed server does not count.
/// </summary>
internal sealed class ReadyFileLock : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _path;

    private ReadyFileLock(FileStream stream, string path) => (_stream, _path) = (stream, path);

    /// <param name="readyFile">The path of the ready file; its folder exists.</param>
    /// <exception cref="CliException">Another server has the lock, or the folder cannot be written.</exception>
    public static ReadyFileLock Take(string readyFile)
    {
        var path = $"{readyFile}.lock";
        while (true)
        {
            var stream = Open(path, readyFile);
            // A server that ends deletes the file, perhaps after this one has opened it, and another one may have created it
            // again.
            var mark = DateTime.UnixEpoch.AddSeconds(RandomNumberGenerator.GetInt32(int.MaxValue));
            File.SetLastWriteTimeUtc(stream.SafeFileHandle, mark);
            if (File.Exists(path) && File.GetLastWriteTimeUtc(path) == mark) return new ReadyFileLock(stream, path);
            stream.Dispose();
        }
    }

    /// <summary>Releases the lock and deletes its file.</summary>
    public void Dispose()
    {
        // Windows does not delete a file that is open.
        if (OperatingSystem.IsWindows()) _stream.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On Windows, the next server has it already. An empty lock that stays has no effect.
        }

        _stream.Dispose();
    }

    private static FileStream Open(string path, string readyFile)
    {
        try
        {
            // A lock is empty. Anything else is somebody's file, which must not be deleted.
            if (new FileInfo(path) is { Exists: true, Length: > 0 })
            {
                throw CliErrors.FileExists.At(
                    path, "The file exists and is not the lock of a ready file. Delete it, or use another --ready-file.");
            }

            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw CliErrors.ServerRunning.Because(
                $"Another server has the ready file {readyFile}. Stop it, or use another --ready-file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnwritable.At(path, $"The file cannot be written: {e.Message}", e);
        }
    }
}
