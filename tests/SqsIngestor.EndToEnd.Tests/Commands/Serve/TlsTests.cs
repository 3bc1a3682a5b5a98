using System.Diagnostics;
using Google.Protobuf;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.EndToEnd.Tests.Commands.Serve;

/// <summary>A server over TLS: who has its authority's file can write, and nobody else.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task Serve_Tls_TheFunctionAndAnyClientTrustItByItsAuthority()
    {
        await using var server = await ServerProcess.StartAsync("--tls");
        Assert.StartsWith("https://", server.Text("zerobusEndpoint"), StringComparison.Ordinal);
        Assert.Equal(server.CaFile, server.Text("caFile"));
        Assert.Equal(server.CaFile, server.Text("environment", "SSL_CERT_FILE"));

        var invoked = await server.RunAsync("invoke", "--example", "basic");
        await WriteRowAsync(server, server.CaFile);
        var untrusted = await Assert.ThrowsAsync<ZerobusException>(() => WriteRowAsync(server, authority: null));

        Assert.True(invoked.ExitCode == 0, invoked.Output + invoked.Errors);
        Assert.Equal(ZerobusErrorCode.TokenUnavailable, untrusted.Code);
        Assert.Equal(
            "n\n3\n",
            (await server.RunAsync("query", "SELECT count(*) AS n FROM main.raw.sqs_messages", "--format", "csv")).Output);
        if (await OpenSslAsync(server) is { } verdict)
        {
            Assert.Contains("Verify return code: 0 (ok)", verdict, StringComparison.Ordinal);
        }
        Assert.Equal(0, (await server.TerminateAsync()).ExitCode);
        Assert.False(File.Exists(server.CaFile));
    }

    private static async Task WriteRowAsync(ServerProcess server, string? authority)
    {
        var table =
            CreateTableStatement.Parse(await File.ReadAllTextAsync(RepositoryFiles.PathOf("descriptors", "sqs_messages.sql")))
            .ToTable("main", "raw");
        var clock = new PatientClock();
        using var tokens = new OAuthTokenProvider(
            new OAuthOptions
            {
                WorkspaceUrl = new Uri(server.Text("workspaceUrl")),
                ClientId = server.Text("clientId"),
                ClientSecret = server.Text("clientSecret"),
                WorkspaceId = server.Text("workspaceId"),
                Attempts = 1,
                CertificateAuthorityFile = authority,
            },
            clock: clock);
        var endpoint = ZerobusEndpoint.Parse(server.Text("zerobusEndpoint"));
        await using var client = new ZerobusClient(
            new ZerobusClientOptions { Endpoint = endpoint, CertificateAuthorityFile = authority }, tokens, clock: clock);
        await using var stream = await client.OpenStreamAsync(
            new ZerobusStreamOptions
            {
                Table = ZerobusTableName.Parse(table.Name.ToString()),
                DescriptorProto = TableDescriptor.Build(table).ToByteArray(),
            });
        await stream.WaitForAckAsync(await stream.WriteAsync(RecordWriter.Write(record => record.Text(1, "own-client"))));
    }

    /// <summary>What OpenSSL thinks of the server, or null where it is not there.</summary>
    private static async Task<string?> OpenSslAsync(ServerProcess server)
    {
        var authority = new Uri(server.Text("zerobusEndpoint")).Authority;
        var start = new ProcessStartInfo(
            "openssl", ["s_client", "-connect", authority, "-CAfile", server.CaFile, "-verify_ip", "127.0.0.1", "-alpn", "h2"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return await output + await errors;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
