using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests.Internal.Authentication;

public sealed class TokenEndpointTlsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetHeadersAsync_OverTls_NeedsTheAuthorityToBeTrusted(bool trusted)
    {
        using var authority = new TestAuthority();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeOnceAsync(listener, authority);
        using var provider = new OAuthTokenProvider(
            new OAuthOptions
            {
                WorkspaceUrl = new Uri($"https://{listener.LocalEndpoint}"),
                ClientId = "client",
                ClientSecret = "secret",
                WorkspaceId = "123",
                Attempts = 1,
                CertificateAuthorityFile = trusted ? authority.File : null,
            },
            clock: new PatientClock());

        var asking = provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask().WaitAsync(ZerobusRig.Patience);
        if (trusted)
            Assert.Equal("Bearer over-tls", (await asking)[0].Value);
        else
            Assert.Equal(ZerobusErrorCode.TokenUnavailable, (await Assert.ThrowsAsync<ZerobusException>(() => asking)).Code);
        await serving.WaitAsync(ZerobusRig.Patience);
    }

    private static async Task ServeOnceAsync(TcpListener listener, TestAuthority authority)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(authority.Certificate);
            var buffer = new byte[16 * 1024];
            // Under TLS 1.3 the client refuses only after our side of the handshake is done.
            if (await tls.ReadAsync(buffer) == 0)
                return;
            const string Body = """{"access_token":"over-tls","expires_in":3600}""";
            await tls.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
                $"HTTP/1.1 200 OK\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}"));
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client does not trust us.
        }
    }
}
