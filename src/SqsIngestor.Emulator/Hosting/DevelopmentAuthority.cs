using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqsIngestor.Emulator.Hosting;

/// <summary>
/// A development CA that lives as long as this object, and one certificate of it for 127.0.0.1 and localhost. No private key is
/// ever written to a file.
/// </summary>
public sealed class DevelopmentAuthority : IDisposable
{
    private const string Subject = "CN=sqs-ingestor development authority";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromHours(1);

    private readonly X509Certificate2 _authority;

    /// <summary>Creates the authority and the server's certificate. Both are valid for 90 days.</summary>
    /// <param name="clock">The clock; null for the system's.</param>
    public DevelopmentAuthority(TimeProvider? clock = null)
    {
        var now = (clock ?? TimeProvider.System).GetUtcNow();
        var (start, end) = (now - ClockDifference, now + Lifetime);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest(Subject, authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        authority.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        var authorityId = new X509SubjectKeyIdentifierExtension(authority.PublicKey, critical: false);
        authority.CertificateExtensions.Add(authorityId);
        _authority = authority.CreateSelfSigned(start, end);
        ServerCertificate = CreateServer(authorityId, start, end);
    }

    /// <summary>The certificate of the server, with its key.</summary>
    public X509Certificate2 ServerCertificate { get; }

    /// <summary>The authority's certificate as PEM, for clients to trust.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>Whether a file is the certificate of a development CA, of this or an earlier one.</summary>
    /// <param name="path">The file.</param>
    internal static bool IsAuthority(string path)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            return certificate.Subject == Subject;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ServerCertificate.Dispose();
        _authority.Dispose();
    }

    private X509Certificate2 CreateServer(X509SubjectKeyIdentifierExtension authorityId, DateTimeOffset start, DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(authorityId));
        using var issued = request.Create(_authority, start, end, RandomNumberGenerator.GetBytes(16));
        using var withKey = issued.CopyWithPrivateKey(key);
        // Some platforms cannot serve with a key that was never in a store.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }
}
