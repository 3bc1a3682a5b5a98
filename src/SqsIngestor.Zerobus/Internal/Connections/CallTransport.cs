namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// What one call goes over: a connection of its own, or its place on one that several streams share. Disposing it ends the call's
/// use of the connection.
/// </summary>
internal interface ICallTransport : IDisposable
{
    /// <summary>The stream below HTTP/2; null before it is connected.</summary>
    ProbingStream? Stream { get; }

    /// <summary>Whether the connection below has ended, or is about to, for all streams that share it.</summary>
    bool IsSharedAndOver { get; }

    /// <summary>The connection is dead: nobody may use it any more.</summary>
    void Condemn();
}

/// <summary>A connection that serves one call.</summary>
internal sealed class OwnConnection(OwnedTransport transport) : ICallTransport
{
    public ProbingStream? Stream { get; private set; }

    public bool IsSharedAndOver => false;

    // Its only call is over with it.
    public void Condemn()
    {
    }

    public void Dispose() => transport.Dispose();

    /// <summary>
    /// The handler's last step before it speaks HTTP on a connection: the call's, or before it one to a proxy, whose request for
    /// a tunnel is none of the call's.
    /// </summary>
    public async ValueTask<Stream> PrepareAsync(
        SocketsHttpPlaintextStreamFilterContext context, CallHeaders headers, CancellationToken cancellationToken)
    {
        // The call is HTTP/2, a tunnel HTTP/1.1. Its request goes out in the clear, and must neither wait for the headers nor
        // carry the token.
        if (context.NegotiatedHttpVersion.Major < 2)
            return context.PlaintextStream;
        await headers.FillInAsync(context.InitialRequestMessage, cancellationToken).ConfigureAwait(false);
        return Stream = new ProbingStream(context.PlaintextStream);
    }
}
