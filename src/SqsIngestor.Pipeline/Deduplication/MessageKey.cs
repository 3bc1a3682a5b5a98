using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>
/// A message's id and its queue as 128 bits. SQS ids are UUIDs with 122 random bits, so two messages never have the same key.
/// Any other id is hashed with SHA-256; the key keeps half of the hash.
/// </summary>
internal static class MessageKey
{
    private const int GuidLength = 36;

    /// <summary>The key of a message.</summary>
    public static UInt128 Of(SourceMessage message)
    {
        var id = message.MessageId;
        var isGuid = Utf8Parser.TryParse(id, out Guid guid, out var read, 'D') && read == GuidLength && id.Length == GuidLength;
        return (isGuid ? Bits(guid) : Hash(id)) ^ QueueBits(message.QueueArn);
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

    // FNV-1a is enough: one function has few queues, and the ids are random already.
    private static ulong QueueBits(ReadOnlySpan<byte> arn)
    {
        var hash = 14695981039346656037UL;
        foreach (var each in arn) hash = (hash ^ each) * 1099511628211UL;
        return hash;
    }
}
