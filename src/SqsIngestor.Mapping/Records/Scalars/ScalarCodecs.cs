using System.Diagnostics;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>The codec of each protobuf scalar type.</summary>
internal static class ScalarCodecs
{
    /// <summary>Creates the codec of the field's type, with ProtoJSON's coercion.</summary>
    public static ScalarCodec Create(FieldDescriptor field, bool strict) => field.FieldType switch
    {
        FieldType.Int32 => new IntegerCodec(int.MinValue, int.MaxValue, IntegerWire.Varint, strict),
        FieldType.SInt32 => new IntegerCodec(int.MinValue, int.MaxValue, IntegerWire.ZigZag, strict),
        FieldType.SFixed32 => new IntegerCodec(int.MinValue, int.MaxValue, IntegerWire.Fixed32, strict),
        FieldType.UInt32 => new IntegerCodec(0, uint.MaxValue, IntegerWire.Varint, strict),
        FieldType.Fixed32 => new IntegerCodec(0, uint.MaxValue, IntegerWire.Fixed32, strict),
        FieldType.Int64 => new IntegerCodec(long.MinValue, long.MaxValue, IntegerWire.Varint, strict),
        FieldType.SInt64 => new IntegerCodec(long.MinValue, long.MaxValue, IntegerWire.ZigZag, strict),
        FieldType.SFixed64 => new IntegerCodec(long.MinValue, long.MaxValue, IntegerWire.Fixed64, strict),
        FieldType.UInt64 => new IntegerCodec(0, ulong.MaxValue, IntegerWire.Varint, strict),
        FieldType.Fixed64 => new IntegerCodec(0, ulong.MaxValue, IntegerWire.Fixed64, strict),
        FieldType.Float => new FloatCodec(isDouble: false, strict),
        FieldType.Double => new FloatCodec(isDouble: true, strict),
        FieldType.Bool => IsKey(field) ? new BoolKeyCodec() : new BoolCodec(),
        FieldType.Bytes => new BytesCodec(),
        FieldType.Enum => new EnumCodec(field.EnumType, fold: false),
        FieldType.String => new StringCodec(),
        _ => throw new UnreachableException($"{field.FullName} is not a single value"),
    };

    /// <summary>The value types that the codec of <see cref="Create"/> may accept.</summary>
    public static ValueTypes Takes(FieldDescriptor field, bool strict) => field.FieldType switch
    {
        FieldType.Bool => IsKey(field) ? ValueTypes.Bool | ValueTypes.Text : ValueTypes.Bool,
        FieldType.Bytes => ValueTypes.Text | ValueTypes.Bytes,
        FieldType.Enum => ValueTypes.Text | ValueTypes.Number,
        FieldType.String => ValueTypes.Textual,
        FieldType.Float or FieldType.Double
            or FieldType.Int32 or FieldType.SInt32 or FieldType.UInt32 or FieldType.Fixed32 or FieldType.SFixed32
            or FieldType.Int64 or FieldType.SInt64 or FieldType.UInt64 or FieldType.Fixed64 or FieldType.SFixed64 =>
            strict ? ValueTypes.Number : ValueTypes.Text | ValueTypes.Number,
        _ => throw new UnreachableException($"{field.FullName} is not a single value"),
    };

    /// <summary>Creates the codec for the key of a map, which is always a string in JSON.</summary>
    public static ScalarCodec CreateKey(FieldDescriptor field) => Create(field, strict: false);

    private static bool IsKey(FieldDescriptor field) =>
        field.FieldNumber == 1 && field.ContainingType?.ToProto().Options is { MapEntry: true };

    /// <summary>
    /// The bytes of the default value of the field, without a tag: <c>default</c> in a mapping writes them for a null.
    /// </summary>
    public static byte[] DefaultOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Fixed32 or FieldType.SFixed32 or FieldType.Float => [0, 0, 0, 0],
        FieldType.Fixed64 or FieldType.SFixed64 or FieldType.Double => [0, 0, 0, 0, 0, 0, 0, 0],
        FieldType.Enum => FirstOf(field.EnumType),
        FieldType.Int32 or FieldType.SInt32 or FieldType.UInt32
            or FieldType.Int64 or FieldType.SInt64 or FieldType.UInt64 or FieldType.Bool => [0],
        // A length of 0.
        FieldType.String or FieldType.Bytes or FieldType.Message => [0],
        _ => throw new UnreachableException($"{field.FullName} has no default"),
    };

    private static byte[] FirstOf(EnumDescriptor type)
    {
        var writer = new Records.RecordWriter();
        writer.WriteVarint(unchecked((ulong)type.Values[0].Number));
        return writer.WrittenSpan.ToArray();
    }
}
