using System.Security.Cryptography;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A digest of bytes, or of text as UTF-8, in lower-case hexadecimal digits.</summary>
/// <param name="algorithm">MD5 or SHA-256.</param>
/// <param name="salt">Bytes before the value's.</param>
internal sealed class HashTransform(HashAlgorithmName algorithm, byte[] salt) : OctetTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> bytes, TransformScratch scratch)
    {
        if (salt.Length > 0)
        {
            var start = scratch.Used;
            if (!scratch.TryAppend(salt) || !scratch.TryAppend(bytes)) return SourceValue.FromError(RecordErrorCode.ValueSize);
            bytes = scratch.Bytes.AsSpan(start, scratch.Used - start);
        }
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        digest = digest[..CryptographicOperations.HashData(algorithm, bytes, digest)];
        if (!scratch.TryReserve(digest.Length * 2, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        HexText.Encode(digest, room);
        return SourceValue.FromText(scratch.Commit(digest.Length * 2));
    }
}
