using System.Text.Json;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Installation;
using SqsIngestor.Emulator.Hosting;

namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>
/// The ready file: the address and the credentials of a server. Only its user can read it. It appears complete once the server is
/// ready, and the server deletes it when it stops. Neither replaces nor deletes a file that is not a ready file.
/// </summary>
internal sealed class ReadyFile(FileInfo file)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Folder = "sqs-ingestor";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _path = file.FullName;
    private string? _written;
    private bool _authorityWritten;

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

    /// <summary>Whether there is a file or folder of this name, a ready file or not.</summary>
    public bool Exists => Path.Exists(_path);

    /// <summary>Refuses to replace what is not a ready file.</summary>
    /// <exception cref="CliException">The file exists and is not a ready file, or cannot be read.</exception>
    public void RefuseOther()
    {
        if (!Exists || TryRead() is not null) return;
        throw CliErrors.FileExists.At(
            _path, "The file exists and is not a ready file, so it was not replaced. Delete it, or use another --ready-file.");
    }

    /// <summary>Takes the ready file for one server, until the result is disposed or the process ends.</summary>
    /// <exception cref="CliException">Another server has it, or its folder cannot be written.</exception>
    public ReadyFileLock Lock()
    {
        CreateFolder();
        return ReadyFileLock.Take(_path);
    }

    /// <summary>Writes the certificate of the development CA, which is not a secret.</summary>
    /// <exception cref="CliException">The file cannot be written, or another file has its name.</exception>
    public FileInfo WriteAuthority(string pem)
    {
        if (Path.Exists(AuthorityPath) && !DevelopmentAuthority.IsAuthority(AuthorityPath))
        {
            throw CliErrors.FileExists.At(
                AuthorityPath,
                "The file exists and is not the certificate of a development CA, so it was not replaced. "
                    + "Delete it, or use another --ready-file.");
        }

        Replace(AuthorityPath, System.Text.Encoding.ASCII.GetBytes(pem));
        _authorityWritten = true;
        return new FileInfo(AuthorityPath);
    }

    /// <exception cref="CliException">The file cannot be written, or is not a ready file.</exception>
    public void Write(ServerInfo info)
    {
        RefuseOther();
        Replace(_path, JsonSerializer.SerializeToUtf8Bytes(info, Json));
        _written = info.Control.Token;
    }

    /// <summary>Reads the file; null if it does not exist, cannot be read, or is not a ready file.</summary>
    public ServerInfo? TryRead()
    {
        try
        {
            var info = JsonSerializer.Deserialize<ServerInfo>(File.ReadAllBytes(_path), Json);
            return info is not null && info.IsUsable ? info : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Deletes the files that this object has written, unless another server has written its own since.</summary>
    public void Remove()
    {
        if (_written is not null && TryRead()?.Control.Token == _written) TryDelete(_path);
        if (_authorityWritten) TryDelete(AuthorityPath);
    }

    private void CreateFolder()
    {
        var folder = Path.GetDirectoryName(_path)!;
        try
        {
            if (!Directory.Exists(folder)) UserFolder.Create(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnwritable.At(folder, $"The folder cannot be created: {e.Message}", e);
        }
    }

    private void Replace(string path, byte[] contents)
    {
        CreateFolder();
        try
        {
            var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}");
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
