namespace SqsIngestor.Lambda.Runtime;

/// <summary>The address of Lambda's APIs, and the connections that all their clients share.</summary>
internal sealed class RuntimeApi : IDisposable
{
    private readonly string _address;
    private readonly SocketsHttpHandler _connections =
        new() { UseProxy = false, UseCookies = false, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan };

    /// <param name="address">AWS_LAMBDA_RUNTIME_API: host and port.</param>
    public RuntimeApi(string address) => _address = address;

    /// <summary>Creates a client of one of the APIs.</summary>
    /// <param name="path">The API's version and name, with a slash at the end.</param>
    public HttpClient CreateClient(string path) => new(_connections, disposeHandler: false)
    {
        BaseAddress = new Uri($"http://{_address}/{path}"),
        // Lambda freezes the process inside a call while there is no event, so do not use a timeout.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _connections.Dispose();
}
