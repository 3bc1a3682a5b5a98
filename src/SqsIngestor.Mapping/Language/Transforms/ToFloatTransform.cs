using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A number, by its own digits, from a number or numeric string; NaN, Infinity and -Infinity stay.</summary>
internal sealed class ToFloatTransform : Transform
{
    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind == ValueKind.Integer) return SourceValue.FromInteger(value.Integer);
        if (value.Kind is ValueKind.True or ValueKind.False) return SourceValue.FromError(RecordErrorCode.WrongType);
        var code = scratch.TryText(value, out var text);
        if (code != RecordErrorCode.None) return SourceValue.FromError(code);
        if (text.SequenceEqual("NaN"u8) || text.SequenceEqual("Infinity"u8) || text.SequenceEqual("-Infinity"u8)) return SourceValue.FromText(text);
        return DecimalText.TryParse(text, out _) ? SourceValue.FromNumber(text) : SourceValue.FromError(RecordErrorCode.NumberSyntax);
    }
}
