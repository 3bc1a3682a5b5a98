using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>How a field of a protobuf message becomes JSON.</summary>
internal sealed record ProtobufFieldPlan
{
    /// <summary>Its index among the fields of its message.</summary>
    public required int Position { get; init; }

    public required FieldType Type { get; init; }

    /// <summary>The name as UTF-8 with quotes and a colon.</summary>
    public required byte[] Name { get; init; }

    /// <summary>It becomes an array; false for a map.</summary>
    public required bool IsRepeated { get; init; }

    public required bool IsMap { get; init; }

    /// <summary>The index of its oneof; -1 for none.</summary>
    public required int Oneof { get; init; }

    /// <summary>The plan of a message, a group or an entry of a map; null for scalars.</summary>
    public ProtobufMessagePlan? Message { get; init; }

    /// <summary>The names of an enum by number, as UTF-8 with quotes.</summary>
    public Dictionary<int, byte[]>? EnumNames { get; init; }

    /// <summary>The wire type of one value that is not packed.</summary>
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

    /// <summary>Numbers and enums can arrive packed, whatever the descriptor says.</summary>
    public bool IsPackable =>
        IsRepeated && WireType is WireFormat.WireType.Varint or WireFormat.WireType.Fixed32 or WireFormat.WireType.Fixed64;
}
