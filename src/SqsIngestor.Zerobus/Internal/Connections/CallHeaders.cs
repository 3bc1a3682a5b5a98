namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// What a call says of its table and its caller. It may be known later than the connection is begun: the connection then
/// waits with it, TCP and TLS done and nothing of HTTP sent.
/// </summary>
internal sealed class CallHeaders
{
    private readonly TaskCompletionSource<IReadOnlyList<KeyValuePair<string, string>>> _given = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the call goes over; null before it is connected.</summary>
    public ProbingStream? Transport { get; private set; }

    public void Give(IReadOnlyList<KeyValuePair<string, string>> headers) => _given.TrySetResult(headers);

    /// <summary>There will be none.</summary>
    public void Cancel() => _given.TrySetCanceled();

    /// <summary>
    /// The handler's last step before it speaks HTTP on a connection: the call's, or before it one to a proxy, whose request for
    /// a tunnel is none of the call's.
    /// </summary>
    public async ValueTask<Stream> FillInAsync(
        SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        // The call is HTTP/2, a tunnel HTTP/1.1. Its request goes out in the clear, and must neither wait for the headers nor
        // carry the token.
        if (context.NegotiatedHttpVersion.Major < 2)
            return context.PlaintextStream;
        var request = context.InitialRequestMessage.Headers;
        foreach (var (name, value) in await _given.Task.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            // The handler may connect once more for the same request.
            request.Remove(name);
            request.TryAddWithoutValidation(name, value);
        }

        return Transport = new ProbingStream(context.PlaintextStream);
    }
}
