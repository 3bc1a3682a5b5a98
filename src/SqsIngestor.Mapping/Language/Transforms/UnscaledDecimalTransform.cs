using System.Buffers.Binary;
using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>
/// <c>unscaled_decimal</c>: the number of an integer in two's complement, the highest byte first, or of its base64.
/// </summary>
/// <param name="scale">
/// Digits after the point; null if the value says it: an object with the members <c>scale</c> and <c>value</c>.
/// </param>
internal sealed class UnscaledDecimalTransform(int? scale) : Transform
{
    private const int Size = 16;

    /// <summary>-2^127 has 39 digits.</summary>
    private const int MostDigits = 39;

    /// <summary>The transform of a call; null after a diagnostic.</summary>
    public static UnscaledDecimalTransform? Create(TransformCall call, DiagnosticBag diagnostics)
    {
        if (call.Arguments.Count == 0) return new(null);
        var argument = call.Arguments[0];
        if (argument.Number is <= DecimalCodec.MaxPrecision and var scale) return new(scale);
        diagnostics.Add(DiagnosticCodes.TransformArgument, argument.Position,
            $"a decimal has at most {DecimalCodec.MaxPrecision} digits after the point");
        return null;
    }

    public override string Wanted =>
        scale is null ? "an object with a number `scale` and a `value` in base64" : "bytes, or text in base64";

    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (scale is { } given) return Apply(value, given, scratch);
        if (value.Kind != ValueKind.Object) return SourceValue.FromError(RecordErrorCode.WrongType);
        var tape = value.Tape!;
        if (!TryMembers(value, out var number, out var digits) || tape[digits].Kind != JsonKind.Number)
            return SourceValue.FromError(RecordErrorCode.WrongType);
        return DecimalText.TryParse(tape.Raw(digits), out var written) && !written.IsNegative
            && written.TryToInteger(out var own) == RecordErrorCode.None && own <= DecimalCodec.MaxPrecision
            ? Apply(SourceValue.FromTape(tape, number), (int)own, scratch)
            : SourceValue.FromError(RecordErrorCode.NumberRange);
    }

    public override void MarkRead(in SourceValue value)
    {
        if (!TryMembers(value, out var number, out var digits)) return;
        value.Tape!.MarkRead(number);
        value.Tape.MarkRead(digits);
    }

    private static bool TryMembers(in SourceValue value, out int number, out int digits)
    {
        digits = -1;
        return value.Tape!.TryGetMember(value.Node, "value"u8, out number)
            && value.Tape.TryGetMember(value.Node, "scale"u8, out digits);
    }

    private static SourceValue Apply(scoped in SourceValue value, int scale, TransformScratch scratch)
    {
        var code = TryBytes(value, scratch, out var bytes);
        if (code != RecordErrorCode.None) return SourceValue.FromError(code);
        if (bytes.IsEmpty) return SourceValue.FromError(RecordErrorCode.NumberSyntax);
        if (!TryRead(bytes, out var number)) return SourceValue.FromError(RecordErrorCode.NumberRange);
        Span<byte> digits = stackalloc byte[MostDigits];
        number.Magnitude.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        digits = digits[..count];
        var whole = Math.Max(1, count - scale);
        if (!scratch.TryReserve(3L + Math.Max(count, scale), out var room))
        {
            return SourceValue.FromError(RecordErrorCode.ValueSize);
        }
        var at = 0;
        if (number.IsNegative) room[at++] = (byte)'-';
        if (count > scale) digits[..whole].CopyTo(room[at..]);
        else room[at] = (byte)'0';
        at += whole;
        if (scale == 0) return SourceValue.FromNumber(scratch.Commit(at));
        room[at++] = (byte)'.';
        var rest = count > scale ? digits[whole..] : digits;
        room.Slice(at, scale - rest.Length).Fill((byte)'0');
        at += scale - rest.Length;
        rest.CopyTo(room[at..]);
        return SourceValue.FromNumber(scratch.Commit(at + rest.Length));
    }

    private static RecordErrorCode TryBytes(
        scoped in SourceValue value, TransformScratch scratch, out ReadOnlySpan<byte> bytes)
    {
        bytes = value.Text;
        if (value.Kind == ValueKind.Bytes) return RecordErrorCode.None;
        if (value.Kind != ValueKind.String) return RecordErrorCode.WrongType;
        var code = scratch.TryText(value, out var text);
        if (code != RecordErrorCode.None) return code;
        if (!Base64Text.TryRead(text, out var base64)) return RecordErrorCode.Base64;
        if (!scratch.TryReserve(base64.Size, out var room)) return RecordErrorCode.ValueSize;
        if (!base64.TryDecode(room[..base64.Size])) return RecordErrorCode.Base64;
        bytes = scratch.Commit(base64.Size);
        return RecordErrorCode.None;
    }

    /// <summary>False for a number that needs more than 16 bytes.</summary>
    private static bool TryRead(ReadOnlySpan<byte> bytes, out (UInt128 Magnitude, bool IsNegative) number)
    {
        number = default;
        var isNegative = bytes[0] >= 0x80;
        var sign = isNegative ? (byte)0xFF : (byte)0;
        // More bytes may repeat the sign.
        while (bytes.Length > Size && bytes[0] == sign) bytes = bytes[1..];
        if (bytes.Length > Size || (bytes.Length == Size && bytes[0] >= 0x80 != isNegative)) return false;
        Span<byte> whole = stackalloc byte[Size];
        whole.Fill(sign);
        bytes.CopyTo(whole[(Size - bytes.Length)..]);
        var bits = BinaryPrimitives.ReadUInt128BigEndian(whole);
        number = (isNegative ? unchecked(0 - bits) : bits, isNegative);
        return true;
    }
}
