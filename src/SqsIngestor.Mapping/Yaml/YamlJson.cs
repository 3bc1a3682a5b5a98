using System.Text.Json;
using SqsIngestor.Mapping.Json;
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

    public static string Text(YamlNode node) => JsonBuilder.Write(writer => Write(writer, node));

    private static void WriteScalar(Utf8JsonWriter writer, YamlScalar scalar)
    {
        switch (scalar.Kind)
        {
            case ValueKind.Null: writer.WriteNullValue(); break;
            case ValueKind.True or ValueKind.False: writer.WriteBooleanValue(scalar.Kind == ValueKind.True); break;
            case ValueKind.Number: writer.WriteRawValue(scalar.Value); break;
            default: writer.WriteStringValue(scalar.Value); break;
        }
    }
}
