using System.Security.Cryptography.X509Certificates;
using SqsIngestor.Shared;
using SqsIngestor.Zerobus.Internal.Errors;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>Makes the HTTP handlers of one endpoint, with its proxy and its trust decided once.</summary>
internal sealed class ZerobusHttpHandler
{
    private readonly EnvironmentProxy? _proxy;
    private readonly X509ChainPolicy? _trust;

    public ZerobusHttpHandler(ZerobusClientOptions options, Func<string, string?> environment)
    {
        _proxy = ProxyFor(options, environment);
        _trust = options.CertificateAuthorityFile is { } file ? TrustedAuthorities.Load(file) : null;
    }

    /// <summary>What names the proxy, or null without one.</summary>
    public string? ProxyName => _proxy?.Name;

    // The detail of a status is a header, and a service that quotes a record there exceeds the default of 64 KiB. Beyond the
    // limit the status itself is lost.
    private const int MostHeaderKiB = 512;

    // No keep-alive pings: a frozen process must not wake to a timer that condemns a connection for its own absence. Each
    // handler serves one connection and is disposed with it, so its pool never grows old.
    public SocketsHttpHandler Create(OwnedTransport transport)
    {
        var handler = HttpHandlers.Create(_proxy, transport.ConnectAsync);
#pragma warning disable CA2262 // It is meant to be that large.
        handler.MaxResponseHeadersLength = MostHeaderKiB;
#pragma warning restore CA2262
        if (_trust is not null)
            handler.SslOptions.CertificateChainPolicy = _trust;
        return handler;
    }

    private static EnvironmentProxy? ProxyFor(ZerobusClientOptions options, Func<string, string?> environment)
    {
        if (options.Endpoint.Scheme != Uri.UriSchemeHttps || options.ConnectCallback is not null)
            return null;
        if (options.Proxy is { } chosen)
            return EnvironmentProxy.Of($"the option {nameof(options.Proxy)}", chosen);
        try
        {
            return options.UseEnvironmentProxy ? ProxyRules.For(options.Endpoint, environment, grpc: true) : null;
        }
        catch (ProxyVariableException e)
        {
            throw ProxyErrors.Of(e);
        }
    }
}
