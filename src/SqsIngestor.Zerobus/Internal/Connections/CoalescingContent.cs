using System.Net;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// The request body as gRPC writes it, one message and one flush at a time, gathered into larger writes while more messages
/// are known to follow. A flush costs a system call and a TLS record, which for small records is most of the work.
/// </summary>
internal sealed class CoalescingContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly WriteGate _gate;

    public CoalescingContent(HttpContent inner, WriteGate gate)
    {
        _inner = inner;
        _gate = gate;
        foreach (var header in inner.Headers)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var gathering = new CoalescingStream(stream, _gate);
        _gate.Attach(gathering);
        await _inner.CopyToAsync(gathering, context, cancellationToken).ConfigureAwait(false);
        await gathering.PassOnAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
