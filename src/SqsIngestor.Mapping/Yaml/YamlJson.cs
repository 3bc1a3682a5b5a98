using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Yaml;

/// <summary>A part of a mapping file as JSON, typed as YAML's core schema does; numbers keep their digits.</summary>
internal static class YamlJson
{
    public static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in mapping.Entries)
                {
                    writer.WritePropertyName(key.Value);
                    Write(writer, value);
                }
                writer.WriteEndObject();
                break;
            case YamlSequence sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case YamlScalar scalar:
                WriteScalar(writer, scalar);
                break;
        }
    }

    public static string Text(YamlNode node) => Inspection.RowJson.Write(writer => Write(writer, node));

    private static void WriteScalar(Utf8JsonWriter writer, YamlScalar scalar)
    {
        var value = new ConstantSource(scalar).Value;
        switch (value.Kind)
        {
            case ValueKind.Null: writer.WriteNullValue(); break;
            case ValueKind.True or ValueKind.False: writer.WriteBooleanValue(value.Kind == ValueKind.True); break;
            case ValueKind.Number: writer.WriteRawValue(Encoding.UTF8.GetString(value.Text)); break;
            default: writer.WriteStringValue(scalar.Value); break;
        }
    }
}
