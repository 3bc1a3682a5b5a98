using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqsIngestor.Emulator.Hosting;

/// <summary>
/// Keeps a development CA in a folder, so that clients trust the server of the next start too: <c>ca.pem</c>, the certificate,
/// and <c>ca.key</c>, its private key, which only its owner can read. Several programs may use a folder at the same time.
/// </summary>
public static class AuthorityFolder
{
    /// <summary>The file of the certificate.</summary>
    public const string CertificateName = "ca.pem";

    /// <summary>The file of the private key.</summary>
    public const string KeyName = "ca.key";

    private const string LockName = "ca.lock";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads the CA of a folder; creates it, and the folder, if neither file is there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <returns>The CA with a new certificate for the server. The caller disposes it.</returns>
    /// <exception cref="AuthorityFolderException">
    /// One of the files is missing or damaged, other users can read the key, or the certificate is not valid now.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file or the folder cannot be read or written.</exception>
    public static DevelopmentAuthority Open(string folder, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var (certificate, key) = (Path.Combine(folder, CertificateName), Path.Combine(folder, KeyName));
        if (!File.Exists(certificate) || !File.Exists(key))
        {
            CreateFolder(folder);
            using var alone = Lock(folder);
            if (!File.Exists(certificate) && !File.Exists(key)) return Create(certificate, key, clock);
            RefuseHalf(certificate, key);
        }

        RefuseReadableKey(key);
        return Read(certificate, key, clock);
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Keeps a second program from creating a CA at the same time.</summary>
    private static FileStream Lock(string folder)
    {
        var path = Path.Combine(folder, LockName);
        try
        {
            return new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new AuthorityFolderException($"Another program creates the development CA in {folder} now. Start again.", e);
        }
    }

    private static DevelopmentAuthority Create(string certificate, string key, TimeProvider? clock)
    {
        var authority = new DevelopmentAuthority(clock);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
            using (var file = new StreamWriter(key, options)) file.WriteLine(authority.KeyPem);
            File.WriteAllText(certificate, authority.AuthorityPem + "\n");
            return authority;
        }
        catch
        {
            authority.Dispose();
            throw;
        }
    }

    private static DevelopmentAuthority Read(string certificate, string key, TimeProvider? clock)
    {
        var authority = Load(certificate, key);
        var now = (clock ?? TimeProvider.System).GetUtcNow();
        if (DevelopmentAuthority.IsAuthority(authority) && now >= authority.NotBefore && now < authority.NotAfter)
        {
            return new DevelopmentAuthority(authority, clock);
        }

        using (authority)
        {
            throw !DevelopmentAuthority.IsAuthority(authority)
                ? new AuthorityFolderException($"{certificate} is not the certificate of a development CA. Use another folder.")
                : now < authority.NotBefore
                ? new AuthorityFolderException($"{certificate} is not valid before {Day(authority.NotBefore)}. Check the clock.")
                : new AuthorityFolderException(
                    $"{certificate} has expired, on {Day(authority.NotAfter)}. Delete {CertificateName} and {KeyName} to get a "
                        + "new development CA, and let the clients trust the new certificate.");
        }
    }

    private static X509Certificate2 Load(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(certificate), File.ReadAllText(key));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new AuthorityFolderException(
                $"{certificate} and {KeyName} are damaged, or do not belong together. Delete both to get a new development CA, "
                    + "and let the clients trust the new certificate.",
                e);
        }
    }

    private static void RefuseHalf(string certificate, string key)
    {
        var (there, missing) = File.Exists(key) ? (key, CertificateName) : (certificate, KeyName);
        if (File.Exists(certificate) && File.Exists(key)) return;
        throw new AuthorityFolderException(
            $"{there} is there without {missing}, so the development CA is not whole. Delete it to get a new one, and let the "
                + "clients trust the new certificate.");
    }

    private static void RefuseReadableKey(string key)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(key) & Others) == 0) return;
        throw new AuthorityFolderException($"Other users can read or change {key}, the key of a CA. Run: chmod 600 {key}");
    }

    private static string Day(DateTime local) =>
        local.ToUniversalTime().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A folder has no development CA that can be used. The message says why, and what to do.</summary>
public sealed class AuthorityFolderException : Exception
{
    internal AuthorityFolderException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
