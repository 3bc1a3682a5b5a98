using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>
/// The lock of a ready file: a file next to it that one server has open. The operating system releases it when the process ends,
/// so the lock of a killed server does not count.
/// </summary>
internal sealed class ReadyFileLock : IDisposable
{
    private readonly FileStream _stream;

    private ReadyFileLock(FileStream stream) => _stream = stream;

    /// <param name="readyFile">The path of the ready file; its folder exists.</param>
    /// <exception cref="CliException">Another server has the lock, or the folder cannot be written.</exception>
    public static ReadyFileLock Take(string readyFile)
    {
        var path = $"{readyFile}.lock";
        while (true)
        {
            var stream = Open(path, readyFile);
            // A server that ends deletes the file, perhaps after this one has opened it.
            if (File.Exists(path)) return new ReadyFileLock(stream);
            stream.Dispose();
        }
    }

    /// <summary>Releases the lock and deletes its file.</summary>
    public void Dispose() => _stream.Dispose();

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

            return new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
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
