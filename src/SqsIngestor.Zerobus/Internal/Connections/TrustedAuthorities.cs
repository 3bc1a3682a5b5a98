using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>Reads a PEM file of certificate authorities to trust instead of the system's.</summary>
internal static class TrustedAuthorities
{
    /// <exception cref="ZerobusException"><see cref="ZerobusErrorCode.CertificatesInvalid"/>.</exception>
    public static X509ChainPolicy Load(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Invalid(file, "cannot be read", e);
        }

        if (authorities.Count == 0)
            throw Invalid(file, "holds no certificate", null);

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static ZerobusException Invalid(string file, string why, Exception? cause) => new(
        ZerobusErrorCode.CertificatesInvalid, $"The CA file {file} {why}.", innerException: cause);
}
