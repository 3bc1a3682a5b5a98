using System.Diagnostics;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>A record as JSON, each value as its Delta meaning. NULL values are omitted.</summary>
internal static class RowJson
{
    /// <summary>Writes the members of the message, without the braces around them, in field-number order.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, IReadOnlyList<WireField> fields, FieldMeanings? meanings)
    {
        foreach (var group in fields.GroupBy(f => f.Field.FieldNumber).OrderBy(g => g.Key))
        {
            var field = group.First().Field;
            writer.WritePropertyName(field.Name);
            WriteField(writer, field, [.. group], meanings?.Below(field));
        }
    }

    /// <summary>Writes the value of all occurrences of one field.</summary>
    public static void WriteField(
        Utf8JsonWriter writer, FieldDescriptor field, IReadOnlyList<WireField> occurrences, FieldMeanings? meaning)
    {
        if (field.IsMap)
        {
            WriteMap(writer, occurrences, meaning);
        }
        else if (field.IsRepeated)
        {
            writer.WriteStartArray();
            foreach (var occurrence in occurrences) WriteOccurrence(writer, occurrence, meaning);
            writer.WriteEndArray();
        }
        else
        {
            // If a field occurs twice, the last one is used, as in every protobuf parser.
            WriteOccurrence(writer, occurrences[^1], meaning);
        }
    }

    private static void WriteOccurrence(Utf8JsonWriter writer, WireField occurrence, FieldMeanings? meaning)
    {
        if (occurrence.Fields is { } fields)
        {
            writer.WriteStartObject();
            WriteMembers(writer, fields, meaning);
            writer.WriteEndObject();
        }
        foreach (var scalar in occurrence.Scalars) RowScalar.Write(writer, occurrence.Field, scalar, meaning?.Own);
    }

    /// <summary>A MAP, its entries in the order of the record; if a key occurs several times, the last one is used.</summary>
    private static void WriteMap(Utf8JsonWriter writer, IReadOnlyList<WireField> entries, FieldMeanings? meaning)
    {
        writer.WriteStartObject();
        var entry = entries[0].Field.MessageType;
        var (keyField, valueField) = (entry.FindFieldByNumber(1), entry.FindFieldByNumber(2));
        foreach (
            var (key, values) in entries.Select(e => (Key: Key(e, keyField, meaning?.Below(keyField)), e.Fields))
            .GroupBy(e => e.Key)
            .Select(g => (g.Key, g.Last().Fields)))
        {
            writer.WritePropertyName(key);
            var value = values!.Where(f => f.Field.FieldNumber == 2).ToList();
            if (value.Count == 0) WriteDefault(writer, valueField);
            else WriteField(writer, valueField, value, meaning?.Below(valueField));
        }
        writer.WriteEndObject();
    }

    /// <summary>An entry that has no value has the default of its type.</summary>
    private static void WriteDefault(Utf8JsonWriter writer, FieldDescriptor field)
    {
        switch (field.FieldType)
        {
            case FieldType.Message:
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
            case FieldType.String or FieldType.Bytes:
                writer.WriteStringValue("");
                break;
            case FieldType.Bool:
                writer.WriteBooleanValue(false);
                break;
            case FieldType.Enum:
                writer.WriteStringValue(field.EnumType.Values[0].Name);
                break;
            case FieldType.Int32 or FieldType.SInt32 or FieldType.UInt32
                or FieldType.Int64 or FieldType.SInt64 or FieldType.UInt64
                or FieldType.Fixed32 or FieldType.SFixed32 or FieldType.Fixed64 or FieldType.SFixed64
                or FieldType.Float or FieldType.Double:
                writer.WriteNumberValue(0);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static string Key(WireField entry, FieldDescriptor keyField, FieldMeanings? meaning)
    {
        var key = entry.Fields!.LastOrDefault(f => f.Field.FieldNumber == 1);
        if (key is not null) return RowScalar.Text(keyField, key.Scalars[0], meaning?.Own);
        // An entry without a key has the default of its type.
        return keyField.FieldType switch
        {
            FieldType.String => "",
            FieldType.Bool => "false",
            FieldType.Int32 or FieldType.SInt32 or FieldType.UInt32 or FieldType.Fixed32 or FieldType.SFixed32
                or FieldType.Int64 or FieldType.SInt64 or FieldType.UInt64 or FieldType.Fixed64 or FieldType.SFixed64 =>
                RowScalar.Text(keyField, 0L, meaning?.Own),
            _ => throw new UnreachableException(),
        };
    }
}
