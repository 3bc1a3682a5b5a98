using System.Diagnostics;
using SqsIngestor.Catalog.Types;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace SqsIngestor.Catalog.Protobuf;

/// <summary>The protobuf type of each Delta type, as the Zerobus documentation lists them.</summary>
public static class ProtobufTypes
{
    private static readonly (DeltaKind Kind, Type? Type)[] Rows =
    [
        (DeltaKind.Boolean, Type.Bool),
        (DeltaKind.TinyInt, Type.Int32),
        (DeltaKind.SmallInt, Type.Int32),
        (DeltaKind.Int, Type.Int32),
        (DeltaKind.BigInt, Type.Int64),
        (DeltaKind.Float, Type.Float),
        (DeltaKind.Double, Type.Double),
        (DeltaKind.Decimal, Type.String),
        (DeltaKind.String, Type.String),
        (DeltaKind.Varchar, Type.String),
        (DeltaKind.Char, Type.String),
        (DeltaKind.Binary, Type.Bytes),
        (DeltaKind.Date, Type.Int32),
        (DeltaKind.Timestamp, Type.Int64),
        (DeltaKind.TimestampNtz, Type.Int64),
        (DeltaKind.Variant, Type.String),
        (DeltaKind.Struct, Type.Message),
        // Repeated fields of the element's type or of map entries, not a type.
        (DeltaKind.Array, null),
        (DeltaKind.Map, null),
        // Zerobus does not support these.
        (DeltaKind.Interval, null),
        (DeltaKind.Geography, null),
        (DeltaKind.Geometry, null),
        (DeltaKind.Void, null),
        (DeltaKind.Unknown, null),
    ];

    /// <summary>Every kind of Delta type, in the order of <see cref="DeltaKind"/>, and its protobuf type.</summary>
    public static IReadOnlyList<(DeltaKind Kind, Type? Type)> All => Rows;

    /// <summary>The protobuf type of a column, a field or an element of a kind.</summary>
    /// <returns>
    /// <see cref="Type.Message"/> for STRUCT; null for ARRAY and MAP, which are repeated fields, and for the kinds that
    /// Zerobus does not support.
    /// </returns>
    public static Type? Of(DeltaKind kind) => Rows[(int)kind].Type;

    /// <summary>Whether a value of that kind can be the key of a protobuf map: an integer, a bool or a string.</summary>
    public static bool IsMapKey(DeltaKind kind) =>
        kind != DeltaKind.Variant && Of(kind) is Type.Int32 or Type.Int64 or Type.Bool or Type.String;

    /// <summary>The Delta type of a protobuf scalar without a table.</summary>
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
        Type.Message or Type.Group or Type.Uint64 or Type.Fixed64 => null,
        _ => throw new UnreachableException(),
    };

    /// <summary>The type's name as a .proto file has it, for example <c>int32</c>.</summary>
    internal static string Name(Type type) => type.ToString().ToLowerInvariant();
}
