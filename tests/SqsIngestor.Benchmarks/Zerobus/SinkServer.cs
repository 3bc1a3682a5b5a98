using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>A server that takes everything; a table called <c>hold</c> never gets an ack. Ends with its standard input.</summary>
internal static class SinkServer
{
    public static async Task RunAsync(string authorityFile)
    {
        using var certificate = Certificate();
        await File.WriteAllTextAsync(authorityFile, certificate.ExportCertificatePem());
        await using var server = await ScriptedZerobus.StartAsync(Serve, certificate);
        Console.WriteLine(server.Endpoint);
        await Console.In.ReadToEndAsync();
    }

    private static async Task Serve(ScriptedConnection connection)
    {
        if (!connection.Headers["x-databricks-zerobus-table-name"].EndsWith(".hold", StringComparison.Ordinal))
        {
            await Scripts.SinkAsync(connection);
            return;
        }

        connection.Remembers = false;
        await connection.OpenAsync();
        while (await connection.ReadAsync() is not null)
        {
            // Taken, and never acked.
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
    }
}
