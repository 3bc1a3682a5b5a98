using SqsIngestor.Catalog.Types;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace SqsIngestor.Catalog.Protobuf;

/// <summary>Which protobuf type carries which Delta type, by the table in Zerobus's documentation.</summary>
public static class ProtobufTypes
{
    /// <summary>The protobuf type of a column, a field or an element of that kind.</summary>
    /// <returns>
    /// <see cref="Type.Message"/> for STRUCT; null for ARRAY and MAP, which are a matter of the label, and for the kinds
    /// that Zerobus can't carry.
    /// </returns>
    public static Type? Of(DeltaKind kind) => kind switch
    {
        DeltaKind.TinyInt or DeltaKind.SmallInt or DeltaKind.Int or DeltaKind.Date => Type.Int32,
        DeltaKind.BigInt or DeltaKind.Timestamp or DeltaKind.TimestampNtz => Type.Int64,
        DeltaKind.Float => Type.Float,
        DeltaKind.Double => Type.Double,
        DeltaKind.Boolean => Type.Bool,
        DeltaKind.Binary => Type.Bytes,
        DeltaKind.String or DeltaKind.Varchar or DeltaKind.Char or DeltaKind.Decimal or DeltaKind.Variant => Type.String,
        DeltaKind.Struct => Type.Message,
        _ => null,
    };

    /// <summary>Whether a value of that kind can be the key of a protobuf map: integral, bool or string.</summary>
    public static bool IsMapKey(DeltaKind kind) =>
        kind != DeltaKind.Variant && Of(kind) is Type.Int32 or Type.Int64 or Type.Bool or Type.String;

    /// <summary>The Delta type that a protobuf scalar stands for when no table says better.</summary>
    /// <returns>Null for messages, groups and the unsigned 64-bit types, which no Delta integer holds.</returns>
    public static DeltaKind? ToDelta(Type type) => type switch
    {
        Type.Int32 or Type.Sint32 or Type.Sfixed32 => DeltaKind.Int,
        Type.Int64 or Type.Sint64 or Type.Sfixed64 or Type.Uint32 or Type.Fixed32 => DeltaKind.BigInt,
        Type.Float => DeltaKind.Float,
        Type.Double => DeltaKind.Double,
        Type.Bool => DeltaKind.Boolean,
        Type.Bytes => DeltaKind.Binary,
        Type.String or Type.Enum => DeltaKind.String,
        _ => null,
    };

    /// <summary>The type's name as a .proto file has it, for instance <c>int32</c>.</summary>
    internal static string Name(Type type) => type switch
    {
        Type.Message => "message",
        Type.Group => "group",
        Type.Enum => "enum",
        _ => type.ToString().ToLowerInvariant(),
    };
}
