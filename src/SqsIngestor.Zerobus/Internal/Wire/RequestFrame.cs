using System.Buffers;
using System.Diagnostics;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>
/// One outgoing request message. A connection has a single one and fills it again for each send, because gRPC serializes before a
/// write returns control to the loop.
/// </summary>
/// <param name="isPersistent">Whether the method is PersistentStream, whose payloads have other field numbers.</param>
internal sealed class RequestFrame(bool isPersistent = false)
{
    // Field numbers of the contract, as tags.
    private const byte OffsetId = 1 << 3;
    private const byte LengthDelimited = 2;
    private const int LongestHeader = 1 + Varint.MaxBytes + 1 + Varint.MaxBytes + 1 + Varint.MaxBytes;

    private ReadOnlyMemory<byte> _message;
    private bool _isBatch;
    private RecordType _type;

    /// <summary>The body in pieces, as in the segments.</summary>
    public List<ReadOnlyMemory<byte>> Body { get; } = new(4);

    public long WireOffset { get; private set; }

    /// <summary>Which records of the caller's it carries; only in the frame of a record or a batch.</summary>
    public SentWrite Sent { get; set; }

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
        header[at++] = Tag((_isBatch ? 3 : 2) + (isPersistent ? 1 : 0));
        at += Varint.Write(header[at..], (ulong)EnvelopeSize.Inner(BodyLength, Varint.Size((ulong)WireOffset)));
        header[at++] = OffsetId;
        at += Varint.Write(header[at..], (ulong)WireOffset);
        header[at++] = Tag(_type switch
        {
            RecordType.Proto => 2,
            RecordType.Json => 3,
            RecordType.Avro => 4,
            _ => throw new UnreachableException(),
        });
        at += Varint.Write(header[at..], (ulong)BodyLength);
        writer.Write(header[..at]);
        foreach (var part in Body)
            writer.Write(part.Span);
    }

    private static byte Tag(int field) => (byte)((field << 3) | LengthDelimited);
}
