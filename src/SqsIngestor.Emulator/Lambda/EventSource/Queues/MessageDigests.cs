#pragma warning disable CA5351 // MD5 is what SQS computes; it guards against damage, not against people.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>
/// The MD5 sums of a message, as SQS computes them ("Calculating the MD5 message digest for message attributes",
/// SQS developer guide).
/// </summary>
internal static class MessageDigests
{
    public static string OfBody(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));

    /// <summary>Null if the message has no attributes.</summary>
    public static string? OfAttributes(IReadOnlyList<MessageAttributeValue> attributes)
    {
        if (attributes.Count == 0) return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var attribute in attributes.OrderBy(attribute => attribute.Name, StringComparer.Ordinal))
        {
            Append(hash, Encoding.UTF8.GetBytes(attribute.Name));
            Append(hash, Encoding.UTF8.GetBytes(attribute.Type));
            hash.AppendData([attribute.IsBinary ? (byte)2 : (byte)1]);
            Append(hash, attribute.Value.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        hash.AppendData(length);
        hash.AppendData(value);
    }
}
