using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli;

/// <summary>
/// A new temporary folder that other users cannot read. It is deleted when it is disposed, or when the program ends before that.
/// Thread-safe.
/// </summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<TemporaryDirectory> Present = [];
    private static bool _hasEnded;

    static TemporaryDirectory() => AppDomain.CurrentDomain.ProcessExit += (_, _) => End();

    private TemporaryDirectory(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Ends what writes to the folder, if the program ends first; null for nothing.</summary>
    public Action? Release { get; set; }

    /// <summary>Creates a folder. The caller disposes it.</summary>
    /// <exception cref="CliException">It cannot be created.</exception>
    /// <exception cref="OperationCanceledException">The program ends.</exception>
    public static TemporaryDirectory Create()
    {
        lock (Gate)
        {
            if (_hasEnded) throw new OperationCanceledException();
            var created = new TemporaryDirectory(CreateFolder());
            Present.Add(created);
            return created;
        }
    }

    public void Dispose()
    {
        lock (Gate) Present.Remove(this);
        Delete();
    }

    private static string CreateFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("sqs-ingestor-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var folder = System.IO.Path.GetTempPath();
            var reason = Directory.Exists(folder) ? e.Message : "the folder for temporary files does not exist.";
            var variable = OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";
            throw CliErrors.FileUnwritable.At(
                folder, $"A temporary folder cannot be created: {reason} Set {variable} to a folder that this user can write to.",
                e);
        }
    }

    /// <summary>What a command has left behind goes on until the process has ended.</summary>
    private static void End()
    {
        lock (Gate)
        {
            _hasEnded = true;
            foreach (var folder in Present)
            {
                folder.Release?.Invoke();
                folder.Delete();
            }
        }
    }

    private void Delete()
    {
        try
        {
            if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps a library that is loaded, or a file that a scanner reads. The system deletes temporary files.
        }
    }
}
