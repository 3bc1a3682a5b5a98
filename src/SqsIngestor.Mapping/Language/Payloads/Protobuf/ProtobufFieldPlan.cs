using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>A field of a protobuf message on its way into JSON.</summary>
internal sealed record ProtobufFieldPlan
{
    /// <summary>Among the fields of its message.</summary>
    public required int Position { get; init; }

    public required FieldType Type { get; init; }

    /// <summary>Quoted, with the colon.</summary>
    public required byte[] Name { get; init; }

    /// <summary>An array in JSON; a map is not.</summary>
    public required bool IsRepeated { get; init; }

    public required bool IsMap { get; init; }

    /// <summary>The oneof it belongs to; -1 for none.</summary>
    public required int Oneof { get; init; }

    /// <summary>Of a message, a group or a map's entry.</summary>
    public ProtobufMessagePlan? Message { get; init; }

    /// <summary>Quoted names by number.</summary>
    public Dictionary<int, byte[]>? EnumNames { get; init; }

    /// <summary>Of one value.</summary>
    public WireFormat.WireType WireType => Type switch
    {
        FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => WireFormat.WireType.Fixed64,
        FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32 => WireFormat.WireType.Fixed32,
        FieldType.String or FieldType.Bytes or FieldType.Message => WireFormat.WireType.LengthDelimited,
        FieldType.Group => WireFormat.WireType.StartGroup,
        FieldType.Int32 or FieldType.Int64 or FieldType.UInt32 or FieldType.UInt64 or FieldType.SInt32 or FieldType.SInt64
            or FieldType.Bool or FieldType.Enum => WireFormat.WireType.Varint,
        _ => throw new UnreachableException(),
    };

    /// <summary>Numbers and enums may come packed, whatever the descriptor says.</summary>
    public bool IsPackable => IsRepeated && WireType is WireFormat.WireType.Varint or WireFormat.WireType.Fixed32 or WireFormat.WireType.Fixed64;
}
