using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Reference;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Cli.Schema;

/// <summary>
/// The JSON Schema of mapping files. <c>mapping.schema.template</c> next to this class has the structure; the lists of words, the
/// limits, and the descriptions of columns and their options come from the language's catalogs. <c>mapping.schema.json</c> is
/// the result, for editors. After a change of a catalog, run <see cref="Command"/>; a test fails until then.
/// </summary>
internal static class MappingSchema
{
    /// <summary>Writes the file.</summary>
    public const string Command =
        "dotnet run --project src/SqsIngestor.Cli -- schema mapping --output src/SqsIngestor.Cli/Schema/mapping.schema.json";

    /// <summary>The schema (draft 2020-12), as the file in the repository must be.</summary>
    public static string Write()
    {
        // The last key of a column that is not an option, up to the end of its line.
        const string OptionsStart = "\"description\": \"The source of an entry's key. Default: $.key.\" },\n";
        const string TransformText = "\"transform\": { \"type\": \"string\", \"description\": \"One of ";
        using var stream = typeof(MappingSchema).Assembly.GetManifestResourceStream("mapping.schema.template")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var schema = reader.ReadToEnd();
        schema = FillEnum(schema, "\"decodeWord\": { \"enum\": [", LanguageReference.DecodeWords);
        schema = FillEnum(schema, "\"unwrap\": { \"enum\": [", LanguageReference.UnwrapWords);
        schema = FillEnum(schema, "\"propertyNames\": { \"enum\": [", LanguageReference.PayloadErrorKeys);
        schema = FillWords(schema, "policy", ColumnOptionCatalog.OnError.Values);
        schema = FillWords(schema, "action", LanguageReference.FailureActions);
        schema = FillSize(schema, "max_bytes", MappingKeyCatalog.MaxBytes);
        schema = FillSize(schema, "max_body", MappingKeyCatalog.MaxBody);
        schema = FillCount(schema, "max_depth", MappingLimits.MaxPayloadDepth, MappingKeyCatalog.MaxDepth);
        schema = Fill(
            schema, $"\"maximum\": {MappingLimits.MaxPayloadDepth}, \"default\": ", MappingKeyCatalog.MaxDepth.Default, ",");
        schema = FillCount(schema, "max_rows", MappingLimits.MaxExplodedRows, MappingKeyCatalog.MaxRows);
        schema = Fill(schema, OptionsStart, string.Join(",\n", ColumnOptionCatalog.All.Select(Property)), "\n      }");
        foreach (var form in ColumnFormCatalog.All) schema = FillForm(schema, form);
        return FillDescription(schema, TransformText, LanguageReference.Transforms);
    }

    /// <summary>The property of a column's option, a line of the file.</summary>
    private static string Property(ColumnOption option)
    {
        var description = option.Meaning;
        if (option == ColumnOptionCatalog.As) description += $" One of {Words(LanguageReference.Meanings)}.";
        if (option == ColumnOptionCatalog.Formats) description += $" Each is one of {Words(LanguageReference.TimeFormats)}.";
        if (option == ColumnOptionCatalog.Zone) description += $" Takes {option.Takes}.";
        // The definition of a policy has the meanings of its words.
        if (!IsPolicy(option) && option.Values.Any(value => value.Meaning.Length > 0))
        {
            description += " " + Meanings(option.Values);
        }
        return $"        \"{option.Word}\": {{ {Type(option)}, \"description\": \"{Escape(description)}\" }}";
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
        if (IsPolicy(option)) return "\"$ref\": \"#/$defs/policy\"";
        if (option.Words is ["true", "false"]) return $"\"type\": \"boolean\", \"default\": {option.Default}";
        return option.Words.Count == 0
            ? "\"type\": \"string\""
            : $"\"enum\": [{Quoted(option.Words)}], \"default\": \"{option.Default}\"";
    }

    private static bool IsPolicy(ColumnOption option) => option.Words.SequenceEqual(ColumnOptionCatalog.OnError.Words);

    private static string Meanings(IEnumerable<WordMeaning> words) =>
        string.Join(' ', words.Select(word => $"{word.Word}: {word.Meaning}"));

    private static string Escape(string text) =>
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    private static string Words(IEnumerable<ReferenceRow> rows) => string.Join(", ", rows.Select(row => row.Word));

    private static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"\"{word}\""));

    private static string FillEnum(string schema, string start, IEnumerable<string> words) =>
        Fill(schema, start, Quoted(words), "]");

    private static string FillDescription(string schema, string start, IEnumerable<ReferenceRow> rows) =>
        Fill(schema, start, Words(rows), ".\"");

    /// <summary>Fills the default and the description of a key that takes a size.</summary>
    private static string FillSize(string schema, string name, MappingKey key)
    {
        var start = $"\"{name}\": {{ \"$ref\": \"#/$defs/size\", \"default\": \"";
        return FillKey(Fill(schema, start, key.Default, "\""), start, key);
    }

    /// <summary>Fills the maximum and the description of a key that takes a number.</summary>
    private static string FillCount(string schema, string name, int maximum, MappingKey key)
    {
        var start = $"\"{name}\": {{ \"type\": \"integer\", \"minimum\": 1, \"maximum\": ";
        return FillKey(Fill(schema, start, maximum.ToString(CultureInfo.InvariantCulture), ","), start, key);
    }

    private static string FillKey(string schema, string start, MappingKey key) =>
        FillDescriptionAfter(schema, schema.IndexOf(start, StringComparison.Ordinal), $"{key.Meaning} Takes {key.Takes}.");

    /// <summary>Fills a definition that is a list of words with a description.</summary>
    private static string FillWords(string schema, string name, IReadOnlyList<WordMeaning> words)
    {
        var start = $"\"{name}\": {{ \"enum\": [";
        schema = FillEnum(schema, start, words.Select(word => word.Word));
        return FillDescriptionAfter(schema, schema.IndexOf(start, StringComparison.Ordinal), Meanings(words));
    }

    /// <summary>Fills the description of a way to fill a column.</summary>
    private static string FillForm(string schema, ColumnForm form)
    {
        // Only `rescued` has a separate definition.
        var place = form.Word == "rescued"
            ? schema.IndexOf("\"title\": \"'rescued'\"", StringComparison.Ordinal)
            : schema.IndexOf(
                $"\n        \"{form.Word}\": {{",
                schema.IndexOf("\"title\": \"a column\"", StringComparison.Ordinal), StringComparison.Ordinal);
        return FillDescriptionAfter(schema, place, form.Meaning);
    }

    /// <summary>Replaces the first description after a place.</summary>
    private static string FillDescriptionAfter(string schema, int place, string text)
    {
        const string Start = "\"description\": \"";
        var from = schema.IndexOf(Start, place, StringComparison.Ordinal) + Start.Length;
        // The end of a string in JSON: the first quote without a backslash.
        var to = from;
        while (schema[to] != '"') to += schema[to] == '\\' ? 2 : 1;
        return string.Concat(schema.AsSpan(0, from), Escape(text), schema.AsSpan(to));
    }

    /// <summary>Replaces the text between the only place of a start and the next end.</summary>
    private static string Fill(string schema, string start, string value, string end)
    {
        var from = schema.IndexOf(start, StringComparison.Ordinal);
        if (from < 0 || schema.IndexOf(start, from + 1, StringComparison.Ordinal) >= 0)
        {
            throw new InvalidOperationException($"mapping.schema.template must have this text exactly once: {start}");
        }
        from += start.Length;
        var to = schema.IndexOf(end, from, StringComparison.Ordinal);
        return string.Concat(schema.AsSpan(0, from), value, schema.AsSpan(to));
    }
}
