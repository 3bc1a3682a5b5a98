using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using ProtobufType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>
/// Writes the options of descriptors as .proto text: those that the language has, with the features of editions. Lists, and
/// options that a file defines, are left out.
/// </summary>
internal static class ProtoOptions
{
    /// <summary>Each option that is set, as <c>name = value</c>.</summary>
    /// <param name="options">FileOptions, FieldOptions and so on; null for none.</param>
    public static IEnumerable<string> Of(IMessage? options) => options is null ? [] : Of(options, "");

    /// <summary>What is in brackets behind a field: its default, its JSON name if it is not the usual one, options.</summary>
    public static string Behind(FieldDescriptorProto field)
    {
        var all = new List<string>();
        if (field.HasDefaultValue) all.Add($"default = {Default(field)}");
        if (field.HasJsonName && field.JsonName != UsualJsonName(field.Name)) all.Add($"json_name = {Quoted(field.JsonName)}");
        all.AddRange(Of(field.Options));
        return all.Count == 0 ? "" : $" [{string.Join(", ", all)}]";
    }

    private static IEnumerable<string> Of(IMessage options, string prefix)
    {
        foreach (var field in options.Descriptor.Fields.InFieldNumberOrder())
        {
            // Only the compiler writes map_entry.
            if (field.IsRepeated || field.Name == "map_entry" || !field.Accessor.HasValue(options)) continue;
            var value = field.Accessor.GetValue(options);
            if (value is FeatureSet features)
            {
                foreach (var feature in Of(features, "features.")) yield return feature;
            }
            else if (value is not IMessage)
            {
                yield return $"{prefix}{field.Name} = {Value(field, value)}";
            }
        }
    }

    private static string Value(FieldDescriptor field, object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        string text => Quoted(text),
        Enum number =>
            field.EnumType.FindValueByNumber(Convert.ToInt32(number, CultureInfo.InvariantCulture))?.Name ?? number.ToString(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The compiler has escaped the bytes already.</summary>
    private static string Default(FieldDescriptorProto field) => field.Type switch
    {
        ProtobufType.String => Quoted(field.DefaultValue),
        ProtobufType.Bytes => $"\"{field.DefaultValue}\"",
        _ => field.DefaultValue,
    };

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append('\\').Append(Convert.ToString(character, 8).PadLeft(3, '0')),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The name without its underscores, each letter after one in upper case.</summary>
    private static string UsualJsonName(string name)
    {
        var json = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '_') continue;
            json.Append(i > 0 && name[i - 1] == '_' ? char.ToUpperInvariant(name[i]) : name[i]);
        }

        return json.ToString();
    }
}
