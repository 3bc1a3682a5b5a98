using System.Buffers.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>An integer of up to 64 bits, signed or not, from a number or numeric string without a fraction; true is 1, false 0.</summary>
internal sealed class ToIntTransform : Transform
{
    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind is ValueKind.True or ValueKind.False) return SourceValue.FromInteger(value.Kind == ValueKind.True ? 1 : 0);
        if (value.Kind == ValueKind.Integer) return SourceValue.FromInteger(value.Integer);
        var code = scratch.TryText(value, out var text);
        if (code != RecordErrorCode.None) return SourceValue.FromError(code);
        if (!DecimalText.TryParse(text, out var number)) return SourceValue.FromError(RecordErrorCode.NumberSyntax);
        code = number.TryToInteger(out var magnitude);
        if (code != RecordErrorCode.None) return SourceValue.FromError(code);
        if (number.IsNegative)
        {
            return magnitude > long.MaxValue + 1UL ? SourceValue.FromError(RecordErrorCode.NumberRange) : SourceValue.FromInteger(unchecked((long)(0 - magnitude)));
        }
        if (magnitude <= long.MaxValue) return SourceValue.FromInteger((long)magnitude);
        if (!scratch.TryReserve(20, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        Utf8Formatter.TryFormat(magnitude, room, out var length);
        return SourceValue.FromNumber(scratch.Commit(length));
    }
}
