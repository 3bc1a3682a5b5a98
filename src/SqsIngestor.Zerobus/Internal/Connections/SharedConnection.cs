namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// One HTTP/2 connection that several streams share, with a handler of its own. It is connected by its first call and never
/// again: a handler that connected once more would hide that the first connection is over. Safe for use by several threads.
/// </summary>
internal sealed class SharedConnection : IDisposable
{
    private readonly OwnedTransport _transport;
    private readonly HttpMessageInvoker _invoker;
    private readonly ConnectionWatch _watch;
    private int _connected;

    /// <param name="handlers">Make the handler.</param>
    /// <param name="transport">Connects.</param>
    /// <param name="clock">Measures how long it is silent.</param>
    public SharedConnection(ZerobusHttpHandler handlers, OwnedTransport transport, TimeProvider clock)
    {
        _transport = transport;
        _watch = new ConnectionWatch(clock);
        var handler = handlers.Create(transport);
        handler.PlaintextStreamFilter = FilterAsync;
        _invoker = new HttpMessageInvoker(handler);
    }

    /// <summary>The stream below HTTP/2; null before it is connected.</summary>
    public ProbingStream? Stream { get; private set; }

    /// <summary>How many calls use it. Its pool's lock guards it.</summary>
    public int Calls { get; set; }

    /// <inheritdoc cref="ConnectionWatch.Ready"/>
    public Task Ready => _watch.Ready;

    /// <inheritdoc cref="ConnectionWatch.IsLeaving"/>
    public bool IsLeaving => _watch.IsLeaving;

    /// <summary>Whether the other end allows another call.</summary>
    public bool HasRoom => Calls < _watch.MaxStreams;

    /// <inheritdoc cref="ConnectionWatch.Silence"/>
    public TimeSpan Silence => _watch.Silence;

    /// <summary>Sends the request of a call.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch when (!Ready.IsCompleted)
        {
            // The first call could not connect, or gave up before it could: others must not wait for this connection.
            Condemn();
            throw;
        }
    }

    /// <summary>The connection is dead: every call on it ends, and no other begins.</summary>
    public void Condemn()
    {
        _watch.Over();
        _transport.Dispose();
    }

    public void Dispose()
    {
        _watch.Over();
        _invoker.Dispose();
        _transport.Dispose();
    }

    private ValueTask<Stream> FilterAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        // A tunnel of a proxy.
        if (context.NegotiatedHttpVersion.Major < 2)
            return new(context.PlaintextStream);
        if (Interlocked.Exchange(ref _connected, 1) != 0)
        {
            _watch.Over();
            throw new IOException("The shared connection is over.");
        }

        Stream = new ProbingStream(context.PlaintextStream, _watch);
        return new(Stream);
    }
}
