using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqsIngestor.Emulator.Hosting;

/// <summary>
/// A development CA, and one certificate of it for 127.0.0.1 and localhost. Its private keys are in no file, unless
/// <see cref="AuthorityFolder"/> keeps that of the CA.
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
        : this(CreateAuthority((clock ?? TimeProvider.System).GetUtcNow()), clock)
    {
    }

    /// <summary>Creates a server's certificate of an authority; it ends with the authority at the latest.</summary>
    /// <param name="authority">The authority, valid now, with its key. This object disposes it.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    internal DevelopmentAuthority(X509Certificate2 authority, TimeProvider? clock)
    {
        _authority = authority;
        var now = (clock ?? TimeProvider.System).GetUtcNow();
        var (first, last) = (new DateTimeOffset(authority.NotBefore), new DateTimeOffset(authority.NotAfter));
        ServerCertificate = CreateServer(Later(now - ClockDifference, first), Earlier(now + Lifetime, last));
    }

    /// <summary>The certificate of the server, with its key.</summary>
    public X509Certificate2 ServerCertificate { get; }

    /// <summary>The authority's certificate as PEM, for clients to trust.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>The authority's private key as PEM, PKCS #8. It is a secret.</summary>
    internal string KeyPem
    {
        get
        {
            using var key = _authority.GetECDsaPrivateKey()!;
            return key.ExportPkcs8PrivateKeyPem();
        }
    }

    /// <summary>Whether a certificate has the name of a development CA.</summary>
    internal static bool IsAuthority(X509Certificate2 certificate) => certificate.Subject == Subject;

    /// <summary>Whether a file is the certificate of a development CA, of this or an earlier one.</summary>
    /// <param name="path">The file.</param>
    internal static bool IsAuthority(string path)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            return IsAuthority(certificate);
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

    private static X509Certificate2 CreateAuthority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - ClockDifference, now + Lifetime);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private X509Certificate2 CreateServer(DateTimeOffset start, DateTimeOffset end)
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
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                _authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var issued = request.Create(_authority, start, end, RandomNumberGenerator.GetBytes(16));
        using var withKey = issued.CopyWithPrivateKey(key);
        // Some platforms cannot serve with a key that was never in a store.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }
}
