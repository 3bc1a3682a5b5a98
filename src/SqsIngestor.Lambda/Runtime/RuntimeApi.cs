namespace SqsIngestor.Lambda.Runtime;

/// <summary>Where this process finds Lambda: the address of its APIs, and the connections that all who speak to them share.</summary>
internal sealed class RuntimeApi : IDisposable
{
    private readonly string _address;
    private readonly SocketsHttpHandler _connections =
        new() { UseProxy = false, UseCookies = false, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan };

    /// <param name="address">AWS_LAMBDA_RUNTIME_API: host and port.</param>
    public RuntimeApi(string address) => _address = address;

    /// <summary>A client of one of the APIs.</summary>
    /// <param name="path">The API's version and name, with a slash at the end.</param>
    public HttpClient CreateClient(string path) => new(_connections, disposeHandler: false)
    {
        BaseAddress = new Uri($"http://{_address}/{path}"),
        // The process is frozen inside a call for as long as there is no event: no time-out may count that.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _connections.Dispose();
}
