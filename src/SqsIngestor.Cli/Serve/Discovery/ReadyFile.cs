using System.Text.Json;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>
/// The file in which a server says where it is. Only its user can read it, it is there as a whole or not at all, and it
/// goes with the server.
/// </summary>
internal sealed class ReadyFile(FileInfo file)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _path = file.FullName;

    /// <summary>The user's own: in XDG_RUNTIME_DIR, or else in the folder for data of programs.</summary>
    public static FileInfo Default
    {
        get
        {
            var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            var folder = string.IsNullOrEmpty(runtime) ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create) : runtime;
            return new FileInfo(Path.Combine(folder, "sqs-ingestor", "server.json"));
        }
    }

    /// <summary>The file for the certificate authority.</summary>
    public string AuthorityPath => Path.ChangeExtension(_path, ".ca.pem");

    /// <summary>Writes the authority's certificate, which is no secret.</summary>
    /// <exception cref="CliException">It can't be written.</exception>
    public FileInfo WriteAuthority(string pem)
    {
        Replace(AuthorityPath, System.Text.Encoding.ASCII.GetBytes(pem));
        return new FileInfo(AuthorityPath);
    }

    /// <exception cref="CliException">It can't be written.</exception>
    public void Write(ServerInfo info) => Replace(_path, JsonSerializer.SerializeToUtf8Bytes(info, Json));

    /// <summary>What the file says, or null when there is none or it is none of ours.</summary>
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

    /// <summary>Removes both files, unless another server has written its own since.</summary>
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
            if (!Directory.Exists(folder)) CreateFolder(folder);
            var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}");
            TryDelete(temporary);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
            using (var stream = new FileStream(temporary, options)) stream.Write(contents);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, $"{path}: error: the file cannot be written: {e.Message}", e);
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is not ours to delete, and nothing depends on it.
        }
    }
}
