using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>Makes the HTTP handlers of one endpoint, with its proxy and its trust decided once.</summary>
internal sealed class ZerobusHttpHandler
{
    private readonly WebProxy? _proxy;
    private readonly X509ChainPolicy? _trust;

    public ZerobusHttpHandler(ZerobusClientOptions options, Func<string, string?> environment)
    {
        var proxy = options.Endpoint.Scheme != Uri.UriSchemeHttps ? null
            : options.Proxy ?? (options.UseEnvironmentProxy ? ProxyRules.For(options.Endpoint, environment) : null);
        _proxy = proxy is null ? null : new WebProxy(proxy) { Credentials = CredentialsOf(proxy) };
        _trust = options.CertificateAuthorityFile is { } file ? TrustedAuthorities.Load(file) : null;
    }

    // The detail of a status is a header, and a service that quotes a record there exceeds the default of 64 KiB. Beyond the limit
    // the status itself is lost.
    private const int MostHeaderKiB = 512;

    // No keep-alive pings: a frozen process must not wake to a timer that condemns a connection for its own absence. Each
    // handler serves one connection and is disposed with it, so its pool never grows old.
    public SocketsHttpHandler Create(OwnedSocket socket)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = _proxy is not null,
            Proxy = _proxy,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
#pragma warning disable CA2262 // It is meant to be that large.
            MaxResponseHeadersLength = MostHeaderKiB,
#pragma warning restore CA2262
            ConnectCallback = socket.ConnectAsync,
        };
        if (_trust is not null)
            handler.SslOptions.CertificateChainPolicy = _trust;
        return handler;
    }

    private static NetworkCredential? CredentialsOf(Uri proxy)
    {
        var parts = proxy.UserInfo.Split(':', 2);
        return proxy.UserInfo.Length == 0 ? null
            : new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
