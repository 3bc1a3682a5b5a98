namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The partial batch response, written by hand: with another key, or in other casing, SQS would read complete success and
/// delete every message.
/// </summary>
internal sealed class BatchResponse
{
    private readonly HashSet<string> _reported = [];
    private byte[] _buffer = new byte[1024];
    private int _length;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public void Begin()
    {
        _reported.Clear();
        _length = 0;
        Append("{\"batchItemFailures\":["u8);
    }

    /// <summary>Reports a message that SQS is to deliver again. An id that stands twice in a batch is reported once.</summary>
    /// <param name="messageId">As it stands in the event between the quotes, escapes included.</param>
    public void AddFailure(ReadOnlySpan<byte> messageId)
    {
        if (!_reported.Add(System.Text.Encoding.UTF8.GetString(messageId))) return;
        if (_reported.Count > 1) Append(","u8);
        Append("{\"itemIdentifier\":\""u8);
        Append(messageId);
        Append("\"}"u8);
    }

    public void End() => Append("]}"u8);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _length < bytes.Length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes.Length));
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
