using System.Net;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// What the send loop tells the stream below gRPC: whether another message follows at once. One per connection; the send loop
/// sets it, the request body reads it.
/// </summary>
internal sealed class FlushPolicy
{
    private CoalescingStream? _stream;

    /// <summary>While true, a flush may wait for the next message.</summary>
    public volatile bool MoreFollows;

    public void Attach(CoalescingStream stream) => _stream = stream;

    /// <summary>The expected message does not come: writes what waits for it. Call only between two messages.</summary>
    public Task FlushAsync() => _stream?.FlushPendingAsync(CancellationToken.None) ?? Task.CompletedTask;
}

/// <summary>
/// Between gRPC and the HTTP handler: wraps the request body so that writes coalesce, and puts the product in front of gRPC's
/// user agent.
/// </summary>
internal sealed class RequestHandler(HttpMessageHandler inner, FlushPolicy policy, string product) : DelegatingHandler(inner)
{
    private const string UserAgent = "user-agent";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not null)
            request.Content = new CoalescingContent(request.Content, policy);

        var below = request.Headers.NonValidated.TryGetValues(UserAgent, out var values) ? " " + string.Join(' ', values) : "";
        request.Headers.Remove(UserAgent);
        request.Headers.TryAddWithoutValidation(UserAgent, product + below);
        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>
/// The request body as gRPC writes it, one message and one flush at a time, combined into larger writes while more messages are
/// known to follow. A flush costs a system call and a TLS record, which for small records is most of the work.
/// </summary>
internal sealed class CoalescingContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly FlushPolicy _policy;

    public CoalescingContent(HttpContent inner, FlushPolicy policy)
    {
        _inner = inner;
        _policy = policy;
        foreach (var header in inner.Headers)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var coalescing = new CoalescingStream(stream, _policy);
        _policy.Attach(coalescing);
        await _inner.CopyToAsync(coalescing, context, cancellationToken).ConfigureAwait(false);
        await coalescing.FlushPendingAsync(cancellationToken).ConfigureAwait(false);
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

/// <summary>Buffers written messages until the policy says that none follows, or the buffer is full.</summary>
internal sealed class CoalescingStream(Stream inner, FlushPolicy policy) : Stream
{
    // Four of HTTP/2's default frames: enough to make the calls rare, small enough to keep acks flowing.
    private const int Capacity = 64 * 1024;

    // A message of this size is worth a write of its own; copying it would only cost.
    private const int Large = 16 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Capacity);
    private int _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length >= Large || buffer.Length > Capacity - _length)
            return WriteThroughAsync(buffer, cancellationToken);
        buffer.CopyTo(_buffer.AsMemory(_length));
        _length += buffer.Length;
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        policy.MoreFollows ? Task.CompletedTask : FlushPendingAsync(cancellationToken);

    /// <summary>Writes and flushes what is buffered.</summary>
    public async Task FlushPendingAsync(CancellationToken cancellationToken)
    {
        await WritePendingAsync(cancellationToken).ConfigureAwait(false);
        await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Writes are asynchronous.");

    public override void Flush() => throw new NotSupportedException("Writes are asynchronous.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask WriteThroughAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await WritePendingAsync(cancellationToken).ConfigureAwait(false);
        if (buffer.Length >= Large)
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }

        buffer.CopyTo(_buffer);
        _length = buffer.Length;
    }

    private async ValueTask WritePendingAsync(CancellationToken cancellationToken)
    {
        var length = _length;
        _length = 0;
        if (length > 0)
            await inner.WriteAsync(_buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
    }
}
