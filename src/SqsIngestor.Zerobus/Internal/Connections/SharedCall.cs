namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// The last handler of a call that shares a connection, and its place there: takes the place when the call's headers are known.
/// Safe for use by several threads.
/// </summary>
internal sealed class SharedCall(SharedConnectionPool pool, CallHeaders headers) : HttpMessageHandler, ICallTransport
{
    private readonly Lock _gate = new();
    private SharedConnection? _connection;
    private bool _left;

    public ProbingStream? Stream => _connection?.Stream;

    public bool IsSharedAndOver => _connection?.IsLeaving ?? false;

    public void Condemn() => _connection?.Condemn();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await headers.FillInAsync(request, cancellationToken).ConfigureAwait(false);
        var connection = await pool.EnterAsync(cancellationToken).ConfigureAwait(false);
        bool stays;
        lock (_gate)
        {
            stays = !_left;
            if (stays)
                _connection = connection;
        }

        if (stays)
            return await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        // Nobody connects it.
        if (!connection.Ready.IsCompleted)
            connection.Condemn();
        pool.Leave(connection);
        throw new ObjectDisposedException(nameof(SharedCall));
    }

    protected override void Dispose(bool disposing)
    {
        SharedConnection? connection;
        lock (_gate)
        {
            connection = _left ? null : _connection;
            _left = true;
        }

        if (connection is not null)
            pool.Leave(connection);
        base.Dispose(disposing);
    }
}
