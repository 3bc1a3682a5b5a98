using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Protocols;

/// <summary>What clients of other protocols see, and the log of the server.</summary>
public sealed class ProtocolGateTests : IDisposable
{
    private readonly RecordingLoggerFactory _log = new();

    public static TheoryData<string, string> Clients { get; } = new()
    {
        { "the Kafka protocol", Convert.ToHexString(Samples.KafkaApiVersions) },
        { "MQTT", Convert.ToHexString(Samples.MqttConnect) },
    };

    private string Line => Assert.Single(_log.Lines, line => line.Contains(" 4006 ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Connection_OfAnotherProtocol_IsClosedWithALine(string protocol, string hex)
    {
        await using var databricks = await StartAsync();

        Assert.Empty(await SendAsync(databricks.ZerobusEndpoint, Convert.FromHexString(hex)));

        Assert.StartsWith(
            $"Warning 4006 Closed a connection that speaks {protocol}. The local Databricks serves Zerobus streams", Line,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Connection_OfAnotherProtocolOverTls_IsClosedWithALine(string protocol, string hex)
    {
        using var authority = new DevelopmentAuthority();
        await using var databricks = await StartAsync(authority);

        Assert.Empty(await SendAsync(databricks.ZerobusEndpoint, Convert.FromHexString(hex), authority));

        Assert.StartsWith(
            $"Warning 4006 Closed a connection that speaks {protocol}. ", Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_TlsToClearText_IsClosedWithTheSchemeToUse()
    {
        await using var databricks = await StartAsync();

        Assert.Empty(await SendAsync(databricks.ZerobusEndpoint, Samples.TlsClientHello));

        Assert.Contains("speaks TLS. The endpoint is clear text; its URL starts with http://.", Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task Connection_ClearTextToTls_IsClosedWithTheSchemeToUse(string start)
    {
        using var authority = new DevelopmentAuthority();
        await using var databricks = await StartAsync(authority);

        Assert.Empty(await SendAsync(databricks.ZerobusEndpoint, Encoding.ASCII.GetBytes(start)));

        Assert.Contains("speaks HTTP without TLS. The endpoint uses TLS", Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_ThatSaysNothing_DoesNotDelayTheStop()
    {
        var databricks = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, databricks.ZerobusEndpoint.Port);

        await databricks.DisposeAsync().AsTask().WaitAsync(Eventually.Patience);

        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Eventually.Patience));
    }

    public void Dispose() => _log.Dispose();

    private Task<LocalDatabricks> StartAsync(DevelopmentAuthority? authority = null) =>
        LocalDatabricks.StartAsync(
            new LocalDatabricksOptions { LoggerFactory = _log, Certificate = authority?.ServerCertificate });

    /// <summary>Sends the first bytes of a client, and reads until the server closes the connection.</summary>
    private static async Task<byte[]> SendAsync(Uri endpoint, byte[] bytes, DevelopmentAuthority? authority = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, endpoint.Port);
        Stream stream = client.GetStream();
        if (authority is not null)
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    CertificateChainPolicy = AuthorityTrust.Of(authority),
                });
            stream = tls;
        }

        await using (stream)
        {
            await stream.WriteAsync(bytes);
            using var answer = new MemoryStream();
            try
            {
                await stream.CopyToAsync(answer).WaitAsync(Eventually.Patience);
            }
            catch (IOException)
            {
                // A server that has not read all resets the connection.
            }

            return answer.ToArray();
        }
    }
}
