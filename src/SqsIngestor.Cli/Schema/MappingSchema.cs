using System.Text;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Reference;

namespace SqsIngestor.Cli.Schema;

/// <summary>
/// The JSON Schema of mapping files. <c>mapping.schema.json</c> beside this class has the structure and is the file for
/// editors; its lists of words come from the language's catalogues. After a change of a catalogue write it again with
/// <c>sqs-ingestor schema mapping &gt; src/SqsIngestor.Cli/Schema/mapping.schema.json</c>; a test fails until then.
/// </summary>
internal static class MappingSchema
{
    /// <summary>The schema (draft 2020-12), as the file in the repository must be.</summary>
    public static string Write()
    {
        const string AsText = "\"as\": { \"type\": \"string\", \"description\": \"What the value means: ";
        const string FormatsText = "\"formats\": { \"$ref\": \"#/$defs/words\", \"description\": \"How times are written: ";
        const string TransformText = "\"transform\": { \"type\": \"string\", \"description\": \"One of ";
        using var stream = typeof(MappingSchema).Assembly.GetManifestResourceStream("mapping.schema.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var schema = reader.ReadToEnd();
        schema = FillEnum(schema, "\"decodeWord\": { \"enum\": [", LanguageReference.DecodeWords);
        schema = FillEnum(schema, "\"unwrap\": { \"enum\": [", LanguageReference.UnwrapWords);
        schema = FillEnum(schema, "\"round\": { \"enum\": [", LanguageReference.RoundWords);
        schema = FillDescription(schema, AsText, LanguageReference.Meanings);
        schema = FillDescription(schema, FormatsText, LanguageReference.TimeFormats);
        return FillDescription(schema, TransformText, LanguageReference.Transforms);
    }

    private static string FillEnum(string schema, string start, IEnumerable<string> words) =>
        Fill(schema, start, string.Join(", ", words.Select(word => $"\"{word}\"")), "]");

    private static string FillDescription(string schema, string start, IEnumerable<ReferenceRow> rows) =>
        Fill(schema, start, string.Join(", ", rows.Select(row => row.Word)), ".\"");

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
