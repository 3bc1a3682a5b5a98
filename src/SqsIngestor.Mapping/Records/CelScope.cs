using System.Diagnostics;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Values;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records;

/// <summary>The variables of an expression, read from the message that is being encoded.</summary>
internal sealed class CelScope(EncodeContext context) : ICelScope
{
    /// <summary>The dependencies of the current expression, by their slots.</summary>
    public ValueSource[] Inputs { get; set; } = [];

    public CelValue Load(CelDependency dependency, CelContext cel)
    {
        var value = Inputs[dependency.Slot].Read(context);
        if (value.Tape is { } tape) return CelJson.Read(tape, value.Node, cel);
        return value.Kind switch
        {
            ValueKind.Missing => CelValue.Missing,
            ValueKind.Null => CelValue.Null,
            ValueKind.True or ValueKind.False => CelValue.Bool(value.Kind == ValueKind.True),
            ValueKind.Integer => CelValue.Int(value.Integer),
            ValueKind.Instant => CelValue.TimestampFromUnixMicroseconds(value.Integer),
            ValueKind.Number => Number(value.Text, cel),
            ValueKind.String => Text(value.Text, cel, bytes: false),
            ValueKind.Bytes => Text(value.Text, cel, bytes: true),
            // Arrays and objects are on a tape.
            ValueKind.Error or ValueKind.Array or ValueKind.Object => CelValue.Missing,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>As for JSON; missing if the text is not a number.</summary>
    private static CelValue Number(ReadOnlySpan<byte> digits, CelContext cel)
    {
        if (!DecimalText.TryParse(digits, out _)) return CelValue.Missing;
        var number = CelJson.Number(digits, out var isExact);
        if (isExact) return number;
        var copy = cel.Reserve(digits.Length + 1, out var buffer, out var start);
        digits.CopyTo(copy);
        copy[digits.Length] = CelValue.EndOfDigits;
        cel.Keep(copy.Length);
        return number.WithDigits(buffer, start);
    }

    private static CelValue Text(ReadOnlySpan<byte> text, CelContext cel, bool bytes)
    {
        text.CopyTo(cel.Reserve(text.Length, out var buffer, out var start));
        cel.Keep(text.Length);
        return bytes ? CelValue.Bytes(buffer, start, text.Length) : CelValue.String(buffer, start, text.Length);
    }
}
