using System.Text;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Sources;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>An enum from the name of a value or from its number. A closed enum takes only numbers that it declares.</summary>
internal sealed class EnumCodec : ScalarCodec
{
    private static readonly IntegerCodec Number = new(int.MinValue, int.MaxValue, IntegerWire.Varint, strict: true);
    private readonly NameTable<EnumValueDescriptor> _names;
    private readonly HashSet<int>? _numbers;

    public EnumCodec(EnumDescriptor type, bool closed)
    {
        _names = new([.. type.Values.Select(v => KeyValuePair.Create(Encoding.UTF8.GetBytes(v.Name), v))]);
        _numbers = closed ? [.. type.Values.Select(v => v.Number)] : null;
    }

    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind == ValueKind.String)
        {
            if (Find(value) is not { } named) return RecordErrorCode.EnumValue;
            writer.WriteVarint(unchecked((ulong)named.Number));
            return RecordErrorCode.None;
        }
        if (value.Kind != ValueKind.Number) return RecordErrorCode.WrongType;
        if (!DecimalText.TryParse(value.Text, out var number)) return RecordErrorCode.NumberSyntax;
        var code = number.TryToInteger(out var magnitude);
        if (code != RecordErrorCode.None) return code;
        if (_numbers is not null && (magnitude > int.MaxValue || !_numbers.Contains((int)(number.IsNegative ? -(long)magnitude : (long)magnitude))))
        {
            return RecordErrorCode.EnumValue;
        }
        return Number.Write(number.IsNegative, magnitude, writer);
    }

    private EnumValueDescriptor? Find(in SourceValue value)
    {
        if (!value.Escaped) return _names.Find(value.Text);
        if (value.Text.Length > 1024) return null;
        Span<byte> name = stackalloc byte[1024];
        return JsonText.TryUnescape(value.Text, name, out var length) ? _names.Find(name[..length]) : null;
    }
}
