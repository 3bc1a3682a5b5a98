using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>
/// A message's id, its queue and the MD5 of its body as 128 bits. SQS ids are UUIDs with 122 random bits, so two messages never
/// have the same key. Any other id is hashed with SHA-256; the key keeps half of the hash. The same id with another body is
/// another message: one that was sent anew, or made by hand. An event without the MD5 is known by id and queue alone.
/// </summary>
internal static class MessageKey
{
    private const int GuidLength = 36;

    /// <summary>The key of a message.</summary>
    public static UInt128 Of(SourceMessage message)
    {
        var id = message.MessageId;
        var isGuid = Utf8Parser.TryParse(id, out Guid guid, out var read, 'D') && read == GuidLength && id.Length == GuidLength;
        return (isGuid ? Bits(guid) : Hash(id)) ^ Fnv(message.QueueArn) ^ BodyBits(message.Md5OfBody);
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

    // In the half of the key that the queue leaves alone. 64 bits tell the few bodies of one id apart.
    private static UInt128 BodyBits(ReadOnlySpan<byte> md5) => md5.IsEmpty ? default : new UInt128(Fnv(md5), 0);

    // FNV-1a is enough: one function has few queues, and the ids are random already.
    private static ulong Fnv(ReadOnlySpan<byte> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var each in text) hash = (hash ^ each) * 1099511628211UL;
        return hash;
    }
}
