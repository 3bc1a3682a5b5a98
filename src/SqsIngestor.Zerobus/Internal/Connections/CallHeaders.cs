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

    /// <summary>Waits for the headers and adds them to the call's request.</summary>
    public async ValueTask FillInAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in await _given.Task.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            // The handler may connect once more for the same request.
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
