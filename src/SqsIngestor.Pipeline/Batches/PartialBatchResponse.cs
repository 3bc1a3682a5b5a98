namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The partial batch response to SQS. Written byte by byte: with another key, or in other casing, SQS would read complete
/// success and delete every message. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class PartialBatchResponse
{
    private readonly HashSet<string> _reported = [];
    private byte[] _buffer = new byte[1024];
    private int _length;

    /// <summary>The response as JSON; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>Begins the response to the next batch.</summary>
    public void Begin()
    {
        _reported.Clear();
        _length = 0;
        Append("{\"batchItemFailures\":["u8);
    }

    /// <summary>Reports a message that returns to the queue. An id that is in the batch twice is reported once.</summary>
    /// <param name="messageId">As it is in the event between the quotes, escapes included.</param>
    public void AddFailure(ReadOnlySpan<byte> messageId)
    {
        if (!_reported.Add(System.Text.Encoding.UTF8.GetString(messageId))) return;
        if (_reported.Count > 1) Append(","u8);
        Append("{\"itemIdentifier\":\""u8);
        Append(messageId);
        Append("\"}"u8);
    }

    /// <summary>Ends the response.</summary>
    public void End() => Append("]}"u8);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _length < bytes.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes.Length));
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
