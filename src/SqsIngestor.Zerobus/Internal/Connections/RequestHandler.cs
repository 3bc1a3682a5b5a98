namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>Between gRPC and the HTTP handler: puts the gathering body in, and this product in front of gRPC's user agent.</summary>
internal sealed class RequestHandler(HttpMessageHandler inner, WriteGate gate, string product) : DelegatingHandler(inner)
{
    private const string UserAgent = "user-agent";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not null)
            request.Content = new CoalescingContent(request.Content, gate);

        var below = request.Headers.NonValidated.TryGetValues(UserAgent, out var values) ? " " + string.Join(' ', values) : "";
        request.Headers.Remove(UserAgent);
        request.Headers.TryAddWithoutValidation(UserAgent, product + below);
        return base.SendAsync(request, cancellationToken);
    }
}
