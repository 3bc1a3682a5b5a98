using System.Diagnostics;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Records;

/// <summary>Scalars from the wire, checked against the column, in the form that the store writes.</summary>
internal static class ScalarValue
{
    private static readonly object True = true;
    private static readonly object False = false;

    public static WireType WireTypeOf(DeltaKind kind) => kind switch
    {
        DeltaKind.Boolean or DeltaKind.TinyInt or DeltaKind.SmallInt or DeltaKind.Int or DeltaKind.BigInt => WireType.Varint,
        DeltaKind.Date or DeltaKind.Timestamp or DeltaKind.TimestampNtz => WireType.Varint,
        DeltaKind.Float => WireType.Fixed32,
        DeltaKind.Double => WireType.Fixed64,
        DeltaKind.Decimal or DeltaKind.String or DeltaKind.Varchar or DeltaKind.Char or DeltaKind.Variant => WireType.Bytes,
        DeltaKind.Binary or DeltaKind.Struct => WireType.Bytes,
        _ => throw new UnreachableException($"{kind}"),
    };

    public static object Read(ref WireReader reader, FieldLayout field)
    {
        var path = field.Path;
        return field.Type.Kind switch
        {
            DeltaKind.Boolean => reader.ReadVarint(path) != 0 ? True : False,
            DeltaKind.Float => BitConverter.UInt32BitsToSingle(reader.ReadFixed32(path)),
            DeltaKind.Double => BitConverter.UInt64BitsToDouble(reader.ReadFixed64(path)),
            DeltaKind.BigInt or DeltaKind.Timestamp or DeltaKind.TimestampNtz => (long)reader.ReadVarint(path),
            DeltaKind.TinyInt or DeltaKind.SmallInt or DeltaKind.Int or DeltaKind.Date =>
                Integer((long)reader.ReadVarint(path), field.Type.Kind, path),
            DeltaKind.Binary => reader.ReadBytes(path),
            DeltaKind.Decimal or DeltaKind.String or DeltaKind.Varchar or DeltaKind.Char or DeltaKind.Variant =>
                TextValue.Check(reader.ReadBytes(path), field.Type, path),
            _ => throw new UnreachableException($"{field.Type.Kind}"),
        };
    }

    /// <summary>A whole number in the size of its column.</summary>
    public static object Integer(long value, DeltaKind kind, string path) => kind switch
    {
        DeltaKind.TinyInt when value is >= sbyte.MinValue and <= sbyte.MaxValue => (object)(sbyte)value,
        DeltaKind.SmallInt when value is >= short.MinValue and <= short.MaxValue => (short)value,
        DeltaKind.Int or DeltaKind.Date when value is >= int.MinValue and <= int.MaxValue => (int)value,
        _ =>
            throw new RecordException(RecordFaultCodes.OutOfRange, path, $"the number is outside the range of {TypeName(kind)}."),
    };

    public static object Zero(DeltaType type) => type.Kind switch
    {
        DeltaKind.Boolean => False,
        DeltaKind.TinyInt => (sbyte)0,
        DeltaKind.SmallInt => (short)0,
        DeltaKind.Int or DeltaKind.Date => 0,
        DeltaKind.BigInt or DeltaKind.Timestamp or DeltaKind.TimestampNtz => 0L,
        DeltaKind.Float => 0f,
        DeltaKind.Double => 0d,
        DeltaKind.Binary => ReadOnlyMemory<byte>.Empty,
        // The empty text is a STRING, but neither a DECIMAL nor JSON.
        DeltaKind.Decimal or DeltaKind.String or DeltaKind.Varchar or DeltaKind.Char or DeltaKind.Variant =>
            TextValue.Check(ReadOnlyMemory<byte>.Empty, type, "value"),
        _ => throw new UnreachableException($"{type.Kind}"),
    };

    private static string TypeName(DeltaKind kind) => new ScalarType(kind).ToString();
}
