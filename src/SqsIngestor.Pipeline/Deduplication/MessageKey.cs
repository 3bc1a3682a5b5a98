using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>
/// A message's id and its queue as 128 bits. SQS gives UUIDs, of which 122 bits are random: two different messages never
/// have the same key. Any other id is hashed with SHA-256, of which half is kept.
/// </summary>
internal static class MessageKey
{
    private const int GuidLength = 36;

    public static UInt128 Of(SourceMessage message)
    {
        var id = message.MessageId;
        var key = id.Length == GuidLength && Utf8Parser.TryParse(id, out Guid guid, out var read, 'D') && read == GuidLength ? Bits(guid) : Hash(id);
        return key ^ QueueBits(message.QueueArn);
    }

    private static UInt128 Bits(Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static UInt128 Hash(ReadOnlySpan<byte> id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    // FNV-1a: the queues of one function are few, and its ids are random enough already.
    private static ulong QueueBits(ReadOnlySpan<byte> arn)
    {
        var hash = 14695981039346656037UL;
        foreach (var each in arn) hash = (hash ^ each) * 1099511628211UL;
        return hash;
    }
}
