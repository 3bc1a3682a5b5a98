using System.Buffers;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>
/// One outgoing request message. A connection has a single one and fills it again for each send, because gRPC serializes before a
/// write returns control to the loop.
/// </summary>
internal sealed class RequestFrame
{
    // Field numbers of the contract, as tags.
    private const byte IngestRecord = (2 << 3) | 2;
    private const byte IngestRecordBatch = (3 << 3) | 2;
    private const byte OffsetId = 1 << 3;
    private const byte ProtoBody = (2 << 3) | 2;
    private const byte JsonBody = (3 << 3) | 2;
    private const int LongestHeader = 1 + Varint.MaxBytes + 1 + Varint.MaxBytes + 1 + Varint.MaxBytes;

    private ReadOnlyMemory<byte> _message;
    private bool _isBatch;
    private RecordType _type;

    /// <summary>The body in pieces, as in the segments.</summary>
    public List<ReadOnlyMemory<byte>> Body { get; } = new(4);

    public long WireOffset { get; private set; }

    public int BodyLength { get; private set; }

    /// <summary>Makes this frame a complete message that is already encoded (create_stream).</summary>
    public void SetMessage(ReadOnlyMemory<byte> message) => _message = message;

    /// <summary>Makes this frame a record or a batch; the caller has filled <see cref="Body"/>.</summary>
    public void SetRecord(bool isBatch, RecordType type, long wireOffset, int bodyLength)
    {
        _message = default;
        _isBatch = isBatch;
        _type = type;
        WireOffset = wireOffset;
        BodyLength = bodyLength;
    }

    public int Length => _message.Length > 0 ? _message.Length : EnvelopeSize.Message(BodyLength, WireOffset);

    public void WriteTo(IBufferWriter<byte> writer)
    {
        if (_message.Length > 0)
        {
            writer.Write(_message.Span);
            return;
        }

        Span<byte> header = stackalloc byte[LongestHeader];
        var at = 0;
        header[at++] = _isBatch ? IngestRecordBatch : IngestRecord;
        at += Varint.Write(header[at..], (ulong)EnvelopeSize.Inner(BodyLength, Varint.Size((ulong)WireOffset)));
        header[at++] = OffsetId;
        at += Varint.Write(header[at..], (ulong)WireOffset);
        header[at++] = _type == RecordType.Json ? JsonBody : ProtoBody;
        at += Varint.Write(header[at..], (ulong)BodyLength);
        writer.Write(header[..at]);
        foreach (var part in Body)
            writer.Write(part.Span);
    }
}
