using System.Net;
using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>
/// Makes the handlers of the clients, so that all of them reach a host in the same way: the addresses of a name are raced
/// (<see cref="RacingConnector"/>), one rule finds the proxy (<see cref="ProxyRules"/>), and an answer is what the host itself
/// says, without cookies or redirects. Only <see cref="CreateDirect"/> is for hosts that are never behind a proxy.
/// </summary>
[Embedded]
internal static class HttpHandlers
{
    /// <summary>
    /// The handler of a client whose requests go to one host, through the proxy that the environment names for it.
    /// </summary>
    /// <param name="destination">The host.</param>
    /// <param name="environment">The value of a variable, or null.</param>
    /// <param name="resolve">The addresses of a name; null asks the system.</param>
    /// <exception cref="ProxyVariableException">The variable that counts holds no usable proxy.</exception>
    public static SocketsHttpHandler Create(
        Uri destination, Func<string, string?> environment,
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) =>
        Create(ProxyRules.For(destination, environment), new RacingConnector(resolve).ConnectAsync);

    /// <summary>The handler of a client that never uses a proxy.</summary>
    public static SocketsHttpHandler CreateDirect() => Create(null, new RacingConnector().ConnectAsync);

    /// <summary>A handler with a proxy, or without one, that connects in a way of its own.</summary>
    /// <param name="proxy">The proxy of every request; null for none.</param>
    /// <param name="connect">Connects to the host, or to the proxy.</param>
    public static SocketsHttpHandler Create(
        EnvironmentProxy? proxy, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect) => new()
        {
            // Without a proxy the handler would ask the environment, by rules of its own.
            UseProxy = proxy is not null,
            Proxy = proxy,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = connect,
        };

    /// <summary>
    /// Why a request did not reach its host, for the end of a sentence: the kind of the error, and what names the proxy if there
    /// is one, because then the host itself was perhaps never tried.
    /// </summary>
    /// <param name="handler">The handler that sent the request.</param>
    /// <param name="failure">Its failure.</param>
    public static string Reason(HttpMessageHandler handler, HttpRequestException failure) =>
        handler is SocketsHttpHandler { Proxy: EnvironmentProxy proxy }
            ? $"{failure.HttpRequestError}, through the proxy of {proxy.Name}"
            : failure.HttpRequestError.ToString();
}
