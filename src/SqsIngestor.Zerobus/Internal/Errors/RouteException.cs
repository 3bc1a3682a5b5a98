using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SqsIngestor.Zerobus.Internal.Errors;

/// <summary>
/// Something on the way to the service failed, or answered in HTTP instead of gRPC. Nothing that it said, and no address, is part
/// of the message.
/// </summary>
internal sealed class RouteException : HttpRequestException
{
    private RouteException(HttpRequestError error, string message, string action, int? status = null)
        : base(error, message, null, (HttpStatusCode?)status) => Action = action;

    /// <summary>What to do, one sentence.</summary>
    public string Action { get; }

    /// <param name="status">The HTTP status of the answer.</param>
    public static RouteException OfEndpoint(int status) => new(
        HttpRequestError.InvalidResponse,
        $"The endpoint answered HTTP {Text(status)} instead of gRPC.",
        "Check that the endpoint is the workspace's Zerobus endpoint, and that no proxy, firewall or gateway answers for it.",
        status);

    /// <param name="proxy">What names the proxy.</param>
    /// <param name="status">What the proxy answered; null if that is unknown.</param>
    public static RouteException OfTunnel(string proxy, int? status) => new(
        HttpRequestError.ProxyTunnelError,
        $"The proxy of {proxy} refused the tunnel to the endpoint{(status is { } known ? $" with HTTP {Text(known)}" : "")}.",
        status == (int)HttpStatusCode.ProxyAuthenticationRequired
            ? "Write user and password into the URL of the proxy, as http://user:password@host:port."
            : "Allow the endpoint's host and port in the proxy, or name the host in no_proxy.",
        status);

    /// <param name="proxy">What names the proxy.</param>
    /// <param name="why">What the operating system said, or null.</param>
    public static RouteException OfUnreachableProxy(string proxy, SocketError? why) => new(
        HttpRequestError.ConnectionError,
        $"The proxy of {proxy} cannot be reached{(why is { } error ? $" ({error})" : "")}.",
        "Check host and port of the proxy and the network, or name the endpoint's host in no_proxy.");

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
