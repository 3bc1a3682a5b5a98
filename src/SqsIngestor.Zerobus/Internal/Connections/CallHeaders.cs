namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// What a call says of its table and its caller. It may be known later than the connection is begun: the connection then
/// waits with it, TCP and TLS done and nothing of HTTP sent.
/// </summary>
internal sealed class CallHeaders
{
    private readonly TaskCompletionSource<IReadOnlyList<KeyValuePair<string, string>>> _given = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    public void Give(IReadOnlyList<KeyValuePair<string, string>> headers) => _given.TrySetResult(headers);

    /// <summary>There will be none.</summary>
    public void Cancel() => _given.TrySetCanceled();

    /// <summary>The handler's last step before it speaks HTTP; the request is the call's.</summary>
    public async ValueTask<Stream> FillInAsync(
        SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage.Headers;
        foreach (var (name, value) in await _given.Task.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            // The handler may connect once more for the same request.
            request.Remove(name);
            request.TryAddWithoutValidation(name, value);
        }

        return context.PlaintextStream;
    }
}
