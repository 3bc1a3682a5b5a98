using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Reference;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Cli.Schema;

/// <summary>
/// The JSON Schema of mapping files. <c>mapping.schema.template</c> next to this class has the structure, with the name of a part
/// between two @ for everything that the language's catalogs say: words, patterns of values, limits, defaults and descriptions.
/// <c>mapping.schema.json</c> is the result, for editors. After a change of a catalog, run <see cref="Command"/>; a test fails
/// until then.
/// </summary>
internal static partial class MappingSchema
{
    /// <summary>Writes the file.</summary>
    public const string Command =
        "dotnet run --project src/SqsIngestor.Cli -- schema mapping --output src/SqsIngestor.Cli/Schema/mapping.schema.json";

    /// <summary>The keys of a table, which are at the top of the file if it is the only one, with their definitions.</summary>
    private static readonly (string Key, string Definition)[] TableKeys =
    [
        ("table", "tableName"), ("message", "messageName"), ("when", "condition"), ("explode", "explode"), ("auto", "auto"),
        ("columns", "columns"), ("ignore", "scalars"),
    ];

    /// <summary>The schema (draft 2020-12), as the file in the repository must be.</summary>
    public static string Write()
    {
        using var stream = typeof(MappingSchema).Assembly.GetManifestResourceStream("mapping.schema.template")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var parts = Parts();
        return PartName().Replace(reader.ReadToEnd(), name => parts[name.Groups["name"].Value]);
    }

    /// <summary>The parts of the template by name, each as JSON text.</summary>
    private static Dictionary<string, string> Parts()
    {
        var parts = new Dictionary<string, string>
        {
            ["table"] = Lines("    ", TableKeys.Select(key => Property(key.Key, $"{Reference(key.Definition)}{About(key.Key)}"))),
            ["no-table"] = string.Join(", ", TableKeys.Select(key => $"\"{key.Key}\": false")),
            ["action"] = OneOf(LanguageReference.FailureActions),
            ["policy"] = OneOf(ColumnOptionCatalog.OnError.Values),
            ["payload-errors"] = List(LanguageReference.PayloadErrorKeys),
            ["record-errors"] = $"[{string.Join(", ", RecordErrorCodes.All.Select(row => Text(row.Text)).Append("null"))}]",
            ["decode"] = OneOf(LanguageReference.DecodeWords),
            ["unwrap"] = OneOf(LanguageReference.UnwrapWords),
            ["framing"] = OneOf(LanguageReference.FramingWords),
            ["data"] = OneOf(LanguageReference.KinesisDataWords),
            ["when"] = OneOf(LanguageReference.StepConditions),
            ["count:max-depth"] = Count(MappingLimits.MaxPayloadDepth),
            ["count:max-rows"] = Count(MappingLimits.MaxExplodedRows),
            ["options"] = Lines("        ", ColumnOptionCatalog.All.Select(Option)),
            ["one-form"] = Lines(
                "        ",
                ColumnFormCatalog.All.Select(
                    form => $"{{ \"required\": [{Text(form.Word)}], \"properties\": {{ {Text(form.Word)}: true }} }}")),
            ["keys-of-forms"] = Lines("        ", ColumnFormCatalog.All.Select(KeysBeside)),
            ["transforms"] = List(LanguageReference.TransformExamples),
            ["meanings"] = List(LanguageReference.MeaningExamples),
            ["time-formats"] = List(LanguageReference.TimeFormatWords),
            ["pattern:variable"] = Text(ValuePatterns.Variable),
            ["pattern:path"] = Text(ValuePatterns.Path),
            ["pattern:path-or-alias"] = Text(ValuePatterns.PathOrAlias),
            ["pattern:explode-path"] = Text(ValuePatterns.ExplodePath),
            ["pattern:literal"] = Text(ValuePatterns.Literal),
            ["pattern:alias"] = Text(ValuePatterns.AliasName),
            ["pattern:meaning"] = Text(ValuePatterns.MeaningWithParameters),
            ["pattern:transform"] = Text(ValuePatterns.Transform),
            ["pattern:cut-transform"] = Text(ValuePatterns.CutTransform),
            ["pattern:time-pattern"] = Text(ValuePatterns.TimePattern),
            ["pattern:zone"] = Text(ValuePatterns.Zone),
            ["pattern:time-bound"] = Text(ValuePatterns.TimeBound),
            ["pattern:clock"] = Text(ValuePatterns.Clock),
            ["pattern:size"] = Text(ValuePatterns.Size),
            ["pattern:table-name"] = Text(ValuePatterns.TableName),
            ["pattern:delimiter"] = Text(ValuePatterns.Delimiter),
        };
        foreach (var key in MappingKeyCatalog.All)
        {
            parts[$"about:{key.Path}"] = Describe(key);
            parts[$"words:{key.Path}"] = OneOf(key.Values.Select(value => value.Word));
        }
        foreach (var form in ColumnFormCatalog.All) parts[$"form:{form.Word}"] = Description(form.Meaning);
        return parts;
    }

    /// <summary>The rest of the definition of a key: its description, if the catalog has the key.</summary>
    private static string About(string path) =>
        MappingKeyCatalog.All.FirstOrDefault(key => key.Path == path) is { } key ? $", {Describe(key)}" : "";

    /// <summary>The default and the description of a key.</summary>
    private static string Describe(MappingKey key)
    {
        var description = key.Meaning;
        if (key.Takes.Length > 0) description += $" Takes {key.Takes}.";
        // The definitions of policies and actions have the meanings of their words.
        if (key.Values.Count > 0 && !IsShared(key.Values)) description += " " + Meanings(key.Values);
        var fallback = key == MappingKeyCatalog.MaxDepth ? key.Default
            : key == MappingKeyCatalog.MaxBytes || key == MappingKeyCatalog.MaxBody || key.Values.Any(v => v.Word == key.Default)
                ? Text(key.Default)
            : null;
        return fallback is null ? Description(description) : $"\"default\": {fallback}, {Description(description)}";
    }

    /// <summary>The property of a column's option.</summary>
    private static string Option(ColumnOption option)
    {
        var description = option.Meaning;
        if (option == ColumnOptionCatalog.Transform) description += $" One of {Words(LanguageReference.Transforms)}.";
        if (option == ColumnOptionCatalog.As) description += $" One of {Words(LanguageReference.Meanings)}.";
        if (option == ColumnOptionCatalog.Formats) description += $" Each is one of {Words(LanguageReference.TimeFormats)}.";
        if (option.Values.Count == 0 && option != ColumnOptionCatalog.Transform) description += $" Takes {option.Takes}.";
        if (!IsShared(option.Values) && option.Values.Any(value => value.Meaning.Length > 0))
        {
            description += " " + Meanings(option.Values);
        }
        return Property(option.Word, $"{Type(option)}, {Description(description)}");
    }

    /// <summary>The values of a column's option, as JSON Schema.</summary>
    private static string Type(ColumnOption option) =>
        option == ColumnOptionCatalog.Transform ? Reference("transforms")
        : option == ColumnOptionCatalog.As ? Reference("meaning")
        : option == ColumnOptionCatalog.Formats ? Reference("timeFormats")
        : option == ColumnOptionCatalog.Zone ? Reference("zone")
        : option == ColumnOptionCatalog.NotBefore || option == ColumnOptionCatalog.NotAfter ? Reference("timeBound")
        : option == ColumnOptionCatalog.Default || option == ColumnOptionCatalog.Enum ? Reference("scalar")
        // The default of a policy depends on the file: `defaults` sets it.
        : IsShared(option.Values) ? Reference("policy")
        : option.Words is ["true", "false"] ? $"{OneOf(option.Words)}, \"default\": {option.Default}"
        : $"{OneOf(option.Words)}, \"default\": {Text(option.Default)}";

    /// <summary>The keys that do nothing in a column of a form, as a schema for such columns.</summary>
    private static string KeysBeside(ColumnForm form)
    {
        var together = ColumnFormCatalog.All.Where(other => other == form || other.Companions.Contains(form.Word)).ToList();
        var known = together.SelectMany(other => other.Options.Select(option => option.Word)
            .Concat(other.Companions)
            .Append(other.Word)).ToHashSet();
        var others = ColumnFormCatalog.All.SelectMany(other => other.Companions.Append(other.Word))
            .Concat(ColumnOptionCatalog.All.Select(option => option.Word))
            .Distinct()
            .Where(key => !known.Contains(key));
        var rule = $"\"properties\": {{ {string.Join(", ", others.Select(key => $"{Text(key)}: false"))} }}";
        // An element has a source: `key` is another one.
        var elements = form.Companions.Where(key => key is "fields" or "value")
            .Select(key => $"{{ \"required\": [{Text(key)}], \"properties\": {{ {Text(key)}: true }} }}");
        if (form.Companions.Contains("value")) rule += $", \"oneOf\": [{string.Join(", ", elements)}]";
        return Property(form.Word, $"\"type\": \"object\", {rule}");
    }

    /// <summary>A whole number up to a maximum, or the same in quotes.</summary>
    private static string Count(int maximum) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"\"anyOf\": [{{ \"type\": \"integer\", \"minimum\": 1, \"maximum\": {maximum} }}, ")
        + $"{{ \"type\": \"string\", \"pattern\": {Text(ValuePatterns.Count)} }}]";

    /// <summary>Words with their meanings.</summary>
    private static string OneOf(IReadOnlyList<WordMeaning> words) =>
        $"{OneOf(words.Select(word => word.Word))}, {Description(Meanings(words))}";

    /// <summary>One of some words. YAML may take a word for a bool, <c>off</c> in version 1.1.</summary>
    private static string OneOf(IEnumerable<string> words)
    {
        var values = words.Select(Text).Concat(words.Select(Bool).OfType<string>());
        return $"\"anyOf\": [{{ \"enum\": [{string.Join(", ", values)}] }}, {{ {Reference("variable")} }}]";
    }

    private static string? Bool(string word) => word switch
    {
        "true" => "true",
        "false" or "off" => "false",
        _ => null,
    };

    /// <summary>Whether the schema has one definition for the words of several keys.</summary>
    private static bool IsShared(IReadOnlyList<WordMeaning> values) =>
        values.SequenceEqual(ColumnOptionCatalog.OnError.Values) || values.SequenceEqual(LanguageReference.FailureActions);

    private static string Reference(string definition) => $"\"$ref\": \"#/$defs/{definition}\"";

    private static string Property(string name, string rules) => $"{Text(name)}: {{ {rules} }}";

    private static string Description(string text) => $"\"description\": {Text(text)}";

    private static string Meanings(IEnumerable<WordMeaning> words) => string.Join(
        ' ', words.Select(word => word.Meaning.Length == 0 ? $"{word.Word}." : $"{word.Word}: {word.Meaning}"));

    private static string Words(IEnumerable<ReferenceRow> rows) => string.Join(", ", rows.Select(row => row.Word));

    private static string List(IEnumerable<string> words) => $"[{string.Join(", ", words.Select(Text))}]";

    private static string Lines(string indent, IEnumerable<string> lines) =>
        string.Join(",\n", lines.Select(line => indent + line));

    /// <summary>A string as JSON.</summary>
    private static string Text(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    [GeneratedRegex("@(?<name>[a-z0-9_.:-]+)@")]
    private static partial Regex PartName();
}
