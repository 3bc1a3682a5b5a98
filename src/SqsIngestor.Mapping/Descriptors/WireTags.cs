using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Descriptors;

/// <summary>Field number and wire type, as on the wire before a value.</summary>
internal static class WireTags
{
    /// <summary>The tag of one unpacked occurrence of the field.</summary>
    public static uint Of(FieldDescriptor field) => WireFormat.MakeTag(field.FieldNumber, WireTypeOf(field.FieldType));

    public static uint LengthDelimited(FieldDescriptor field) =>
        WireFormat.MakeTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);

    public static uint EndGroup(FieldDescriptor field) => WireFormat.MakeTag(field.FieldNumber, WireFormat.WireType.EndGroup);

    /// <summary>Whether the elements of a repeated field can be packed after one length.</summary>
    public static bool IsPackable(FieldDescriptor field) =>
        field.IsRepeated && field.FieldType is not (FieldType.String or FieldType.Bytes or FieldType.Message or FieldType.Group);

    /// <summary>Whether they are packed. The library also returns true for groups in editions that pack by default.</summary>
    public static bool IsPacked(FieldDescriptor field) => IsPackable(field) && field.IsPacked;

    private static WireFormat.WireType WireTypeOf(FieldType type) => type switch
    {
        FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => WireFormat.WireType.Fixed64,
        FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32 => WireFormat.WireType.Fixed32,
        FieldType.String or FieldType.Bytes or FieldType.Message => WireFormat.WireType.LengthDelimited,
        FieldType.Group => WireFormat.WireType.StartGroup,
        FieldType.Int32 or FieldType.SInt32 or FieldType.UInt32 or FieldType.Int64 or FieldType.SInt64 or FieldType.UInt64
            or FieldType.Bool or FieldType.Enum => WireFormat.WireType.Varint,
        _ => throw new UnreachableException(),
    };
}
