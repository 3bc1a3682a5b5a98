namespace SqsIngestor.Cli.Installation;

/// <summary>
/// The folder for what the program keeps between runs: in the user's data folder, or if that cannot be written, as for users of
/// services and in containers, in the folder for temporary files. Nobody else can write there.
/// </summary>
internal static class UserFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Name = "sqs-ingestor";

    /// <summary>The folder; null if the user has none that can be used.</summary>
    public static string? Find() => Find(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        Path.GetTempPath(),
        Environment.IsPrivilegedProcess);

    /// <summary>The folder, in one of two.</summary>
    /// <param name="data">The user's data folder; empty if the user has none.</param>
    /// <param name="temporary">The folder for temporary files, which other users may share.</param>
    /// <param name="isPrivileged">
    /// Whether the user may change the files of others: a test of the owner would tell nothing.
    /// </param>
    internal static string? Find(string data, string temporary, bool isPrivileged)
    {
        // Root would run what is there, and with sudo the home can be that of another user, who can have changed it.
        if (isPrivileged && !OperatingSystem.IsWindows()) return null;
        if (data.Length > 0 && Path.Combine(data, Name) is var own && CanWrite(own)) return own;
        var shared = Path.Combine(temporary, $"{Name}-{Environment.UserName}");
        return !isPrivileged && IsOwn(shared) && CanWrite(shared) ? shared : null;
    }

    /// <summary>Creates a folder, with those above it, for its user alone.</summary>
    public static void Create(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, Private);
    }

    private static bool CanWrite(string folder)
    {
        try
        {
            Create(folder);
            using var probe = new FileStream(
                Path.Combine(folder, "." + Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Creates the folder, or makes sure that the one that exists is the user's own and not a link.</summary>
    private static bool IsOwn(string folder)
    {
        try
        {
            Create(folder);
            if (new DirectoryInfo(folder).LinkTarget is not null) return false;
            // Only the owner may do this.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, Private);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
