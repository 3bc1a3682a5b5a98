using System.Buffers;
using System.Text;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Sources.Transforms;

/// <summary>Unicode's normalization form C, by the framework.</summary>
internal sealed class NormalizeTransform : TextTransform
{
    /// <summary>Whether the framework has the data; without it, it changes nothing and says nothing.</summary>
    public static bool IsAvailable { get; } = "e\u0301".Normalize(NormalizationForm.FormC) == "\u00e9";

    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (Ascii.IsValid(text)) return SourceValue.FromText(text);
        var characters = ArrayPool<char>.Shared.Rent(text.Length);
        var source = characters.AsSpan(0, Encoding.UTF8.GetChars(text, characters));
        // In form C no text has more than three times the characters.
        var normalized = ArrayPool<char>.Shared.Rent(source.Length * 3);
        var fits = source.TryNormalize(normalized, out var length);
        var result = fits && scratch.TryReserve(Encoding.UTF8.GetMaxByteCount(length), out var room)
            ? SourceValue.FromText(scratch.Commit(Encoding.UTF8.GetBytes(normalized.AsSpan(0, length), room)))
            : SourceValue.FromError(RecordErrorCode.ValueSize);
        ArrayPool<char>.Shared.Return(characters);
        ArrayPool<char>.Shared.Return(normalized);
        return result;
    }
}
