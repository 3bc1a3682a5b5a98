using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Reference;

namespace SqsIngestor.Cli.Schema;

/// <summary>
/// The JSON Schema of mapping files. <c>mapping.schema.json</c> next to this class has the structure and is the file for editors;
/// its lists of words and the options of columns come from the language's catalogs. After a change of a catalog write it
/// again with <c>sqs-ingestor schema mapping &gt; src/SqsIngestor.Cli/Schema/mapping.schema.json</c>; a test fails until then.
/// </summary>
internal static class MappingSchema
{
    /// <summary>The schema (draft 2020-12), the same as the file in the repository.</summary>
    public static string Write()
    {
        // The last key of a column that is not an option, up to the end of its line.
        const string OptionsStart = "\"description\": \"The source of an entry's key. Default: $.key.\" },\n";
        const string TransformText = "\"transform\": { \"type\": \"string\", \"description\": \"One of ";
        using var stream = typeof(MappingSchema).Assembly.GetManifestResourceStream("mapping.schema.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var schema = reader.ReadToEnd();
        schema = FillEnum(schema, "\"decodeWord\": { \"enum\": [", LanguageReference.DecodeWords);
        schema = FillEnum(schema, "\"unwrap\": { \"enum\": [", LanguageReference.UnwrapWords);
        schema = FillEnum(schema, "\"policy\": { \"enum\": [", ColumnOptionCatalog.OnError.Words);
        schema = Fill(schema, OptionsStart, string.Join(",\n", ColumnOptionCatalog.All.Select(Property)), "\n      }");
        return FillDescription(schema, TransformText, LanguageReference.Transforms);
    }

    /// <summary>The property of a column's option, a line of the file.</summary>
    private static string Property(ColumnOption option)
    {
        var description = option.Meaning;
        if (option == ColumnOptionCatalog.As) description += $" One of {Words(LanguageReference.Meanings)}.";
        if (option == ColumnOptionCatalog.Formats) description += $" Each is one of {Words(LanguageReference.TimeFormats)}.";
        if (option == ColumnOptionCatalog.Zone) description += $" Takes {option.Takes}.";
        var text = JsonEncodedText.Encode(description, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return $"        \"{option.Word}\": {{ {Type(option)}, \"description\": \"{text}\" }}";
    }

    /// <summary>The values of a column's option, as JSON Schema.</summary>
    private static string Type(ColumnOption option)
    {
        const string Transforms =
            "\"anyOf\": [{ \"$ref\": \"#/$defs/transform\" }, "
            + "{ \"type\": \"array\", \"items\": { \"$ref\": \"#/$defs/transform\" } }]";
        if (option == ColumnOptionCatalog.Transform) return Transforms;
        if (option == ColumnOptionCatalog.Formats) return "\"$ref\": \"#/$defs/words\"";
        if (option == ColumnOptionCatalog.Default) return "\"$ref\": \"#/$defs/scalar\"";
        // The default of a policy depends on the file: `defaults` sets it.
        if (option.Words.SequenceEqual(ColumnOptionCatalog.OnError.Words)) return "\"$ref\": \"#/$defs/policy\"";
        if (option.Words is ["true", "false"]) return $"\"type\": \"boolean\", \"default\": {option.Default}";
        return option.Words.Count == 0
            ? "\"type\": \"string\""
            : $"\"enum\": [{Quoted(option.Words)}], \"default\": \"{option.Default}\"";
    }

    private static string Words(IEnumerable<ReferenceRow> rows) => string.Join(", ", rows.Select(row => row.Word));

    private static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"\"{word}\""));

    private static string FillEnum(string schema, string start, IEnumerable<string> words) =>
        Fill(schema, start, Quoted(words), "]");

    private static string FillDescription(string schema, string start, IEnumerable<ReferenceRow> rows) =>
        Fill(schema, start, Words(rows), ".\"");

    /// <summary>Replaces the text between the only place of a start and the next end.</summary>
    private static string Fill(string schema, string start, string value, string end)
    {
        var from = schema.IndexOf(start, StringComparison.Ordinal);
        if (from < 0 || schema.IndexOf(start, from + 1, StringComparison.Ordinal) >= 0)
        {
            throw new InvalidOperationException($"mapping.schema.json must have this text exactly once: {start}");
        }
        from += start.Length;
        var to = schema.IndexOf(end, from, StringComparison.Ordinal);
        return string.Concat(schema.AsSpan(0, from), value, schema.AsSpan(to));
    }
}
