using System.Buffers.Text;
using System.Text;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>
/// An enum from the name of a value or from its number. An open enum could hold any number, but one that it does not declare is a
/// mistake as often as a name is, and nobody would see it.
/// </summary>
internal sealed class EnumCodec : ScalarCodec
{
    /// <summary>In bytes; enum names are shorter.</summary>
    private const int MaxLength = 1024;

    private readonly NameTable<EnumValueDescriptor> _names;
    private readonly HashSet<int> _numbers;
    private readonly bool _fold;

    /// <param name="type">The enum.</param>
    /// <param name="fold">Names match in either case; of those that fold to the same one, the first is used.</param>
    public EnumCodec(EnumDescriptor type, bool fold)
    {
        _fold = fold;
        _names = new(
            [
                .. type.Values.DistinctBy(v => Key(v.Name))
                .Select(v => KeyValuePair.Create(Encoding.UTF8.GetBytes(Key(v.Name)), v))]);
        _numbers = [.. type.Values.Select(v => v.Number)];
    }

    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind == ValueKind.String)
        {
            if (Find(value) is not { } named) return RecordErrorCode.EnumValue;
            writer.WriteVarint(unchecked((ulong)named.Number));
            return RecordErrorCode.None;
        }
        Span<byte> digits = stackalloc byte[20];
        var length = 0;
        if (value.Kind == ValueKind.Integer) Utf8Formatter.TryFormat(value.Integer, digits, out length);
        else if (value.Kind != ValueKind.Number) return RecordErrorCode.WrongType;
        return TryWriteNumber(length > 0 ? digits[..length] : value.Text, writer);
    }

    private RecordErrorCode TryWriteNumber(scoped ReadOnlySpan<byte> text, RecordWriter writer)
    {
        if (!DecimalText.TryParse(text, out var number)) return RecordErrorCode.NumberSyntax;
        var code = number.TryToInteger(out var magnitude);
        if (code != RecordErrorCode.None) return code;
        // The smallest number has no positive counterpart.
        if (magnitude > int.MaxValue + 1UL) return RecordErrorCode.EnumValue;
        var signed = number.IsNegative ? -(long)magnitude : (long)magnitude;
        if (signed > int.MaxValue || !_numbers.Contains((int)signed)) return RecordErrorCode.EnumValue;
        writer.WriteVarint(unchecked((ulong)signed));
        return RecordErrorCode.None;
    }

    private EnumValueDescriptor? Find(in SourceValue value)
    {
        if (!value.Escaped && !_fold) return _names.Find(value.Text);
        if (value.Text.Length > MaxLength) return null;
        Span<byte> name = stackalloc byte[MaxLength];
        var length = value.Text.Length;
        if (!value.Escaped) value.Text.CopyTo(name);
        else if (!JsonText.TryUnescape(value.Text, name, out length)) return null;
        if (!_fold) return _names.Find(name[..length]);
        Span<byte> folded = stackalloc byte[MaxLength * CaseFold.MaxExpansion];
        return _names.Find(folded[..CaseFold.Lower(name[..length], folded)]);
    }

    private string Key(string name) => _fold ? CaseFold.Fold(name) : name;
}
