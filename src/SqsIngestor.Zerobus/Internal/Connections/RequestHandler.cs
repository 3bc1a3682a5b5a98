using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SqsIngestor.Zerobus.Internal.Errors;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Between gRPC and the HTTP handler: wraps the request body so that writes coalesce, puts the product in front of gRPC's user
/// agent, and turns answers that are not gRPC into <see cref="RouteException"/>. gRPC would make a status of them that only the
/// service may give, such as PERMISSION_DENIED of a firewall's 403.
/// </summary>
/// <param name="inner">The HTTP handler.</param>
/// <param name="policy">The connection's.</param>
/// <param name="product">The product's name and version.</param>
/// <param name="proxy">What names the proxy, or null without one.</param>
internal sealed partial class RequestHandler(HttpMessageHandler inner, FlushPolicy policy, string product, string? proxy)
    : DelegatingHandler(inner)
{
    /// <summary>The header in which a gateway of the service says why it refuses a token.</summary>
    public const string ReasonPhrase = "x-databricks-reason-phrase";

    private const string UserAgent = "user-agent";
    private const string GrpcStatus = "grpc-status";
    private const string GrpcType = "application/grpc";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not null)
            request.Content = new CoalescingContent(request.Content, policy);

        var below = request.Headers.NonValidated.TryGetValues(UserAgent, out var values) ? " " + string.Join(' ', values) : "";
        request.Headers.Remove(UserAgent);
        request.Headers.TryAddWithoutValidation(UserAgent, product + below);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (proxy is not null && e.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            // The handler's message contains the address of the proxy.
            throw RouteException.OfTunnel(proxy, TunnelStatus(e));
        }
        catch (HttpRequestException e) when (proxy is not null
            && e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            throw RouteException.OfUnreachableProxy(proxy, (e.GetBaseException() as SocketException)?.SocketErrorCode);
        }

        if (IsOfTheService(response))
            return response;
        using (response)
            throw RouteException.OfEndpoint((int)response.StatusCode);
    }

    // A status in the headers is an answer of the service, whatever stands beside it: it had nothing to send before.
    private static bool IsOfTheService(HttpResponseMessage response) =>
        response.Headers.NonValidated.Contains(GrpcStatus)
        || (response.StatusCode == HttpStatusCode.OK && IsGrpc(response.Content))
        || (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            && response.Headers.NonValidated.Contains(ReasonPhrase));

    private static bool IsGrpc(HttpContent content) =>
        content.Headers.NonValidated.TryGetValues("content-type", out var values)
        && values.ToString() is var type
        && type.StartsWith(GrpcType, StringComparison.OrdinalIgnoreCase)
        && (type.Length == GrpcType.Length || type[GrpcType.Length] is ';' or '+');

    // .NET 10 gives the status in its message only.
    private static int? TunnelStatus(HttpRequestException error) =>
        (int?)error.StatusCode
        ?? (LastNumber().Match(error.Message) is { Success: true } number
            ? int.Parse(number.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null);

    [GeneratedRegex(@"(?<![0-9])[1-5][0-9]{2}(?=[^0-9]*$)")]
    private static partial Regex LastNumber();
}
