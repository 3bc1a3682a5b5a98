using System.Text.Json;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Installation;

namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>
/// The ready file: the address and the credentials of a server. Only its user can read it. It appears complete once the server is
/// ready, and the server deletes it when it stops.
/// </summary>
internal sealed class ReadyFile(FileInfo file)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Folder = "sqs-ingestor";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _path = file.FullName;

    /// <summary>The default file of the user: in XDG_RUNTIME_DIR if that is set, otherwise where the user keeps data.</summary>
    public static FileInfo Default
    {
        get
        {
            var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            var folder = string.IsNullOrEmpty(runtime) ? Data : Path.Combine(runtime, Folder);
            return new FileInfo(Path.Combine(folder, "server.json"));
        }
    }

    /// <summary>The user's folder. If there is none, whether the folder can be created shows when the file is written.</summary>
    private static string Data => UserFolder.Find()
        ?? Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), Folder);

    /// <summary>The file of the certificate of the development CA.</summary>
    public string AuthorityPath => Path.ChangeExtension(_path, ".ca.pem");

    /// <summary>Writes the certificate of the development CA, which is not a secret.</summary>
    /// <exception cref="CliException">The file cannot be written.</exception>
    public FileInfo WriteAuthority(string pem)
    {
        Replace(AuthorityPath, System.Text.Encoding.ASCII.GetBytes(pem));
        return new FileInfo(AuthorityPath);
    }

    /// <exception cref="CliException">The file cannot be written.</exception>
    public void Write(ServerInfo info) => Replace(_path, JsonSerializer.SerializeToUtf8Bytes(info, Json));

    /// <summary>Reads the file; null if it does not exist or is not a ready file.</summary>
    public ServerInfo? TryRead()
    {
        try
        {
            return JsonSerializer.Deserialize<ServerInfo>(File.ReadAllBytes(_path), Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Deletes both files, unless another server has written its own since.</summary>
    public void Remove(int processId)
    {
        if (TryRead() is { } info && info.ProcessId != processId) return;
        TryDelete(_path);
        TryDelete(AuthorityPath);
    }

    private static void Replace(string path, byte[] contents)
    {
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            if (!Directory.Exists(folder)) UserFolder.Create(folder);
            var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}");
            TryDelete(temporary);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
            using (var stream = new FileStream(temporary, options)) stream.Write(contents);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnwritable.At(path, $"The file cannot be written: {e.Message}", e);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another server owns it, and nothing depends on it.
        }
    }
}
