using System.Diagnostics;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>Writes one value of a protobuf scalar or enum as JSON.</summary>
internal static class ProtobufScalarJson
{
    public static RecordErrorCode Write(ProtobufFieldPlan field, ref ProtobufReader reader, PayloadBuffer output)
    {
        switch (field.Type)
        {
            case FieldType.String:
                var text = reader.ReadRest();
                if (!JsonText.IsValidUtf8(text)) return RecordErrorCode.TextEncoding;
                JsonStringWriter.Write(text, output);
                return RecordErrorCode.None;
            case FieldType.Bytes:
                JsonValueWriter.WriteBytes(reader.ReadRest(), output);
                return RecordErrorCode.None;
            case FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64:
                if (!reader.TryReadFixed64(out var wide)) return RecordErrorCode.BodySyntax;
                WriteNumber(field, wide, output);
                return RecordErrorCode.None;
            case FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32:
                if (!reader.TryReadFixed32(out var narrow)) return RecordErrorCode.BodySyntax;
                WriteNumber(field, narrow, output);
                return RecordErrorCode.None;
            default:
                if (!reader.TryReadVarint(out var value)) return RecordErrorCode.BodySyntax;
                WriteNumber(field, value, output);
                return RecordErrorCode.None;
        }
    }

    /// <summary>Writes the default of a field that is not on the wire.</summary>
    public static void WriteDefault(ProtobufFieldPlan field, PayloadBuffer output)
    {
        if (field.Type is FieldType.String or FieldType.Bytes) output.Write("\"\""u8);
        else WriteNumber(field, 0, output);
    }

    private static void WriteNumber(ProtobufFieldPlan field, ulong bits, PayloadBuffer output)
    {
        switch (field.Type)
        {
            case FieldType.Bool:
                output.Write(bits != 0 ? "true"u8 : "false"u8);
                break;
            case FieldType.Enum when field.EnumNames!.TryGetValue((int)bits, out var name):
                output.Write(name);
                break;
            case FieldType.Double:
                JsonValueWriter.WriteDouble(BitConverter.UInt64BitsToDouble(bits), output);
                break;
            case FieldType.Float:
                JsonValueWriter.WriteFloat(BitConverter.UInt32BitsToSingle((uint)bits), output);
                break;
            case FieldType.UInt64 or FieldType.Fixed64:
                JsonValueWriter.WriteUnsigned(bits, output);
                break;
            default:
                JsonValueWriter.WriteInteger(ToInteger(field.Type, bits), output);
                break;
        }
    }

    /// <summary>Types of 32 bits ignore the higher bits of a varint.</summary>
    private static long ToInteger(FieldType type, ulong bits) => type switch
    {
        FieldType.Int32 or FieldType.SFixed32 or FieldType.Enum => (int)bits,
        FieldType.UInt32 or FieldType.Fixed32 => (uint)bits,
        FieldType.SInt32 => (int)((uint)bits >> 1) ^ -(int)((uint)bits & 1),
        FieldType.SInt64 => (long)(bits >> 1) ^ -(long)(bits & 1),
        FieldType.Int64 or FieldType.SFixed64 => (long)bits,
        _ => throw new UnreachableException(),
    };
}
