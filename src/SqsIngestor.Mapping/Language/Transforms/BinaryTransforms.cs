using System.Buffers.Text;
using System.Security.Cryptography;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary><c>base64_decode</c>: bytes from <see cref="Base64Text"/>.</summary>
internal sealed class Base64DecodeTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (!Base64Text.TryRead(text, out var base64)) return SourceValue.FromError(RecordErrorCode.Base64);
        if (!scratch.TryReserve(base64.Size, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        return base64.TryDecode(room[..base64.Size])
            ? SourceValue.FromBytes(scratch.Commit(base64.Size))
            : SourceValue.FromError(RecordErrorCode.Base64);
    }
}

/// <summary><c>base64_encode</c>: with padding.</summary>
internal sealed class Base64EncodeTransform : BytesTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> bytes, TransformScratch scratch)
    {
        if (!scratch.TryReserve(((bytes.Length + 2L) / 3 * 4) + 4, out var room))
        {
            return SourceValue.FromError(RecordErrorCode.ValueSize);
        }
        Base64.EncodeToUtf8(bytes, room, out _, out var written);
        return SourceValue.FromText(scratch.Commit(written));
    }
}

/// <summary><c>hex_decode</c>: digits of either case.</summary>
internal sealed class HexDecodeTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (text.Length % 2 != 0) return SourceValue.FromError(RecordErrorCode.Hex);
        if (!scratch.TryReserve(text.Length / 2, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        for (var i = 0; i < text.Length; i += 2)
        {
            if (!HexText.TryByte(text[i], text[i + 1], out room[i / 2])) return SourceValue.FromError(RecordErrorCode.Hex);
        }
        return SourceValue.FromBytes(scratch.Commit(text.Length / 2));
    }
}

/// <summary><c>hex_encode</c>: digits in lower case.</summary>
internal sealed class HexEncodeTransform : BytesTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> bytes, TransformScratch scratch)
    {
        if (!scratch.TryReserve(bytes.Length * 2L, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        HexText.Encode(bytes, room);
        return SourceValue.FromText(scratch.Commit(bytes.Length * 2));
    }
}

/// <summary><c>md5</c>, <c>sha256</c> and <c>mask_sha256</c>: a digest in lower-case hexadecimal digits.</summary>
/// <param name="algorithm">MD5 or SHA-256.</param>
/// <param name="salt">Bytes to hash before the value; empty for none.</param>
internal sealed class HashTransform(HashAlgorithmName algorithm, byte[] salt) : BytesTransform
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
