using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Json;

/// <summary>Writes the <c>type_json</c> of a column: a field of Spark's schema JSON.</summary>
internal static class TypeJsonWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Column column, ColumnFill fill)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            WriteField(writer, new StructField(column.Name, column.Type) { Nullable = column.Nullable }, fill);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteField(Utf8JsonWriter writer, StructField field, ColumnFill? fill)
    {
        writer.WriteStartObject();
        writer.WriteString("name", field.Name);
        writer.WritePropertyName("type");
        WriteType(writer, field.Type);
        writer.WriteBoolean("nullable", field.Nullable);
        writer.WriteStartObject("metadata");
        if (field.Comment is not null) writer.WriteString("comment", field.Comment);
        if (field.Type is VarcharType or CharType) writer.WriteString("__CHAR_VARCHAR_TYPE_STRING", field.Type.ToTypeText());
        if (fill is not null) WriteFill(writer, fill);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteFill(Utf8JsonWriter writer, ColumnFill fill)
    {
        switch (fill.Kind)
        {
            case ColumnFillKind.Default:
                writer.WriteString("CURRENT_DEFAULT", fill.Text);
                break;
            case ColumnFillKind.Generated:
                writer.WriteString("delta.generationExpression", fill.Text);
                break;
            case ColumnFillKind.IdentityAlways or ColumnFillKind.IdentityByDefault:
                writer.WriteNumber("delta.identity.start", fill.Start);
                writer.WriteNumber("delta.identity.step", fill.Step);
                writer.WriteBoolean("delta.identity.allowExplicitInsert", fill.Kind == ColumnFillKind.IdentityByDefault);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void WriteType(Utf8JsonWriter writer, DeltaType type)
    {
        switch (type)
        {
            case StructType structure:
                writer.WriteStartObject();
                writer.WriteString("type", "struct");
                writer.WriteStartArray("fields");
                foreach (var field in structure.Fields) WriteField(writer, field, null);
                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            case ArrayType array:
                WriteContainer(writer, "array", "containsNull", ("elementType", array.Element));
                break;
            case MapType map:
                WriteContainer(writer, "map", "valueContainsNull", ("keyType", map.Key), ("valueType", map.Value));
                break;
            case VarcharType or CharType:
                writer.WriteStringValue("string");
                break;
            default:
                writer.WriteStringValue(Name(type));
                break;
        }
    }

    /// <summary>A type with other types in it, of which the last can be null.</summary>
    private static void WriteContainer(
        Utf8JsonWriter writer, string name, string nullFlag, params ReadOnlySpan<(string Name, DeltaType Type)> parts)
    {
        writer.WriteStartObject();
        writer.WriteString("type", name);
        foreach (var (part, type) in parts)
        {
            writer.WritePropertyName(part);
            WriteType(writer, type);
        }

        writer.WriteBoolean(nullFlag, true);
        writer.WriteEndObject();
    }

    /// <summary>Spark's name of a type without parts.</summary>
    private static string Name(DeltaType type) => type.Kind switch
    {
        DeltaKind.TinyInt => "byte",
        DeltaKind.SmallInt => "short",
        DeltaKind.Int => "integer",
        DeltaKind.BigInt => "long",
        // Others have the name that SQL gives them.
        _ => type.ToTypeText(),
    };
}
