using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Values;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary><c>expr</c>: the result of a CEL expression. An optional gives its value, or a missing one.</summary>
/// <param name="program">The expression.</param>
/// <param name="inputs">Its dependencies, by their slots.</param>
internal sealed class ExpressionSource(CelProgram program, ValueSource[] inputs) : ValueSource
{
    public override SourceValue Read(EncodeContext context)
    {
        var value = Evaluate(context);
        if (value.Kind == CelKind.Optional)
        {
            if (!value.HasValue) return SourceValue.Missing;
            value = value.Unwrapped;
        }
        return value.Kind switch
        {
            CelKind.Null => SourceValue.Null,
            CelKind.Bool => SourceValue.FromBoolean(value.IsTrue),
            CelKind.Int or CelKind.Double when value.Digits is { IsEmpty: false } digits => SourceValue.FromNumber(digits),
            CelKind.Int => SourceValue.FromInteger(value.AsInt),
            CelKind.Uint => Digits(value.AsUint, context),
            CelKind.Double =>
                double.IsFinite(value.AsDouble) ? Digits(value.AsDouble, context) : SourceValue.FromText(NameOf(value.AsDouble)),
            CelKind.String => SourceValue.FromText(value.Span),
            CelKind.Bytes => SourceValue.FromBytes(value.Span),
            CelKind.Timestamp => SourceValue.FromInstant(value.UnixMicroseconds, value.Nanoseconds % 1_000 != 0),
            CelKind.List or CelKind.Map when value.Tape is { } tape => SourceValue.FromTape(tape, value.Node),
            CelKind.Error => SourceValue.FromError(RecordErrorCode.Expression),
            _ => SourceValue.FromError(RecordErrorCode.WrongType),
        };
    }

    // An expression does not read its inputs: they stay in the rest of a scope.
    public override void MarkRead(EncodeContext context)
    {
    }

    public override void Rescue(EncodeContext context)
    {
    }

    public CelValue Evaluate(EncodeContext context) => program.Evaluate(context.CelScopeOver(inputs), context.Cel);

    /// <summary>NaN and infinities have the names of ProtoJSON.</summary>
    private static ReadOnlySpan<byte> NameOf(double value) =>
        double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;

    private static SourceValue Digits<T>(T number, EncodeContext context) where T : IUtf8SpanFormattable
    {
        var room = context.Arena.Reserve(32);
        number.TryFormat(room, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        return SourceValue.FromNumber(context.Arena.Keep(length));
    }
}
