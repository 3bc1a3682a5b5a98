using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Text.Normalization;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary><c>trim</c>: removes Unicode white space at both ends.</summary>
internal sealed class TrimTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        while (text.Length > 0)
        {
            Rune.DecodeFromUtf8(text, out var first, out var length);
            if (!Rune.IsWhiteSpace(first)) break;
            text = text[length..];
        }
        while (text.Length > 0)
        {
            Rune.DecodeLastFromUtf8(text, out var last, out var length);
            if (!Rune.IsWhiteSpace(last)) break;
            text = text[..^length];
        }
        return SourceValue.FromText(text);
    }
}

/// <summary><c>upper</c> and <c>lower</c>: Unicode's simple case mappings, the same in every culture.</summary>
internal sealed class CaseTransform(bool upper) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (!scratch.TryReserve((long)text.Length * CaseFold.MaxExpansion, out var room))
        {
            return SourceValue.FromError(RecordErrorCode.ValueSize);
        }
        return SourceValue.FromText(scratch.Commit(upper ? CaseFold.Upper(text, room) : CaseFold.Lower(text, room)));
    }
}

/// <summary><c>substring</c>: counts Unicode scalar values; a start past the end gives empty text.</summary>
/// <param name="start">The first scalar value, from 0.</param>
/// <param name="count">The most scalar values to keep.</param>
internal sealed class SubstringTransform(int start, int count) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        text = text[BytesOf(text, start)..];
        return SourceValue.FromText(text[..BytesOf(text, count)]);
    }

    /// <summary>How many bytes the first scalar values have.</summary>
    private static int BytesOf(ReadOnlySpan<byte> text, int scalars)
    {
        if (scalars >= text.Length) return text.Length;
        var at = 0;
        for (; at < text.Length; at++)
        {
            var isContinuation = (text[at] & 0xC0) == 0x80;
            if (!isContinuation && scalars-- == 0) break;
        }
        return at;
    }
}

/// <summary><c>replace</c>: replaces from left to right and does not search the replacements.</summary>
internal sealed class ReplaceTransform(byte[] old, byte[] replacement) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        var next = text.IndexOf(old);
        if (next < 0) return SourceValue.FromText(text);
        var start = scratch.Used;
        for (; next >= 0; next = text.IndexOf(old))
        {
            if (!scratch.TryAppend(text[..next]) || !scratch.TryAppend(replacement))
            {
                return SourceValue.FromError(RecordErrorCode.ValueSize);
            }
            text = text[(next + old.Length)..];
        }
        return scratch.TryAppend(text)
            ? SourceValue.FromText(scratch.Bytes.AsSpan(start, scratch.Used - start))
            : SourceValue.FromError(RecordErrorCode.ValueSize);
    }
}

/// <summary><c>truncate_bytes</c>: cuts UTF-8 between characters.</summary>
internal sealed class TruncateTransform(int bytes) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (text.Length <= bytes) return SourceValue.FromText(text);
        var end = bytes;
        while (end > 0 && (text[end] & 0xC0) == 0x80) end--;
        return SourceValue.FromText(text[..end]);
    }
}

/// <summary><c>nfc</c>: Unicode's normalization form C.</summary>
internal sealed class NormalizeTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        var kept = Normalizer.NormalizedPrefix(text);
        if (kept == text.Length) return SourceValue.FromText(text);
        if (!scratch.TryReserve(kept + (text.Length - kept) * (long)Normalizer.MaxExpansion, out var room))
        {
            return SourceValue.FromError(RecordErrorCode.ValueSize);
        }
        text[..kept].CopyTo(room);
        return SourceValue.FromText(scratch.Commit(kept + scratch.Normalizer.Normalize(text[kept..], room[kept..])));
    }
}

/// <summary><c>url_decode</c>: form encoding, which S3 uses for object keys: %XX is a byte of UTF-8 and + is a space.</summary>
internal sealed class UrlDecodeTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (!UrlText.IsEncoded(text)) return SourceValue.FromText(text);
        if (!scratch.TryReserve(text.Length, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        if (!UrlText.TryDecode(text, room, out var written)) return SourceValue.FromError(RecordErrorCode.UrlEncoding);
        var decoded = scratch.Commit(written);
        return JsonText.IsValidUtf8(decoded)
            ? SourceValue.FromText(decoded)
            : SourceValue.FromError(RecordErrorCode.TextEncoding);
    }
}
