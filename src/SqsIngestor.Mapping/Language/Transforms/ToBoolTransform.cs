using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A bool from true, t, yes, y, 1 and false, f, no, n, 0, in either case.</summary>
internal sealed class ToBoolTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (IsOne(text, "true"u8, "yes"u8, "1"u8)) return SourceValue.FromBoolean(true);
        return IsOne(text, "false"u8, "no"u8, "0"u8) ? SourceValue.FromBoolean(false) : SourceValue.FromError(RecordErrorCode.BoolSyntax);
    }

    private static bool IsOne(ReadOnlySpan<byte> text, ReadOnlySpan<byte> truth, ReadOnlySpan<byte> consent, ReadOnlySpan<byte> digit) =>
        Ascii.EqualsIgnoreCase(text, truth) || Ascii.EqualsIgnoreCase(text, truth[..1]) || Ascii.EqualsIgnoreCase(text, consent)
        || Ascii.EqualsIgnoreCase(text, consent[..1]) || text.SequenceEqual(digit);
}
