using System.Globalization;
using SqsIngestor.Mapping.Language.Checksums;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language;

/// <summary>A key of a mapping file outside of columns, for the reference page and the JSON Schema.</summary>
/// <param name="Path">The key with the keys around it: <c>payload.limits.max_bytes</c>.</param>
/// <param name="Takes">The value that it takes, in a few words; empty if it takes one of <see cref="Values"/>.</param>
/// <param name="Default">The default; <c>required</c> if the key must be there.</param>
/// <param name="Meaning">What it says, one sentence.</param>
public sealed record MappingKey(string Path, string Takes, string Default, string Meaning)
{
    /// <summary>The words that it takes, with their meanings; empty if it takes other values.</summary>
    public IReadOnlyList<WordMeaning> Values { get; init; } = [];
}

/// <summary>All keys of a mapping file outside of columns and tests, with their defaults and limits.</summary>
public static class MappingKeyCatalog
{
    private const string Required = "required";

    private const string None = "none";

    private const string OtherAction = " Default: `quarantine` if `on_record_error` is `quarantine`, otherwise `fail`.";

    /// <summary><c>payload.limits.max_bytes</c></summary>
    public static MappingKey MaxBytes { get; } = new(
        "payload.limits.max_bytes", $"a size up to {ByteSize.Format(MappingLimits.MaxPayloadBytes)}",
        ByteSize.Format(MappingLimits.DefaultPayloadBytes), "The most bytes of the body, and of the result of each step.");

    /// <summary><c>payload.limits.max_depth</c></summary>
    public static MappingKey MaxDepth { get; } = new(
        "payload.limits.max_depth", $"1 to {MappingLimits.MaxPayloadDepth}", Number(MappingLimits.DefaultPayloadDepth),
        "The deepest nesting of a document, with its envelopes.");

    /// <summary><c>explode.max_rows</c></summary>
    public static MappingKey MaxRows { get; } = new(
        "explode.max_rows", $"1 to {Number(MappingLimits.MaxExplodedRows)}", Required,
        "The most rows of one message. A message with more fails.");

    /// <summary><c>quarantine.max_body</c></summary>
    public static MappingKey MaxBody { get; } = new(
        "quarantine.max_body", "a size", ByteSize.Format(MappingLimits.DefaultQuarantinedBody),
        "The most bytes of a body in the quarantine table. A longer body is cut.");

    /// <summary>In the order of the reference page.</summary>
    public static IReadOnlyList<MappingKey> All { get; } =
    [
        new("version", "`1`", Required, "The version of the language."),
        new("descriptor", "a file name, or `unity-catalog`", Required,
            "The descriptor set with the messages of the tables, relative to the folder of descriptors."),
        new("table", "catalog.schema.table", "`TABLE_NAME`", "The table of the rows."),
        new("message", "the full name of a message", "the only message of the last file of the set",
            "The protobuf message of a row."),
        new("columns", "sources by field", Required + " without `auto`", "The source of each field."),
        new("auto.from", "a path", Required, "The object whose members fill the fields that the file does not list."),
        new("auto.names", "", TableReader.NameWords.All[0], "The names of the members.")
        {
            Values = TableReader.NameWords.Meanings,
        },
        new("ignore", "a field, or a list of fields", None,
            "The fields that stay NULL on purpose. A field below a column is written with dots: customer.id."),
        new("when", "an expression", "`true`", "The condition under which the table takes a message."),
        new("explode.path", "a path that ends with `[*]`", Required, "The array whose elements become rows."),
        new("explode.as", "a name", Required, "The alias of the element."),
        new("explode.empty", "", TableReader.EmptyWords.All[0], "Applies to an array without elements.")
        {
            Values = TableReader.EmptyWords.Meanings,
        },
        new("explode.absent", "", "fail", "Applies when the path finds nothing, or null. Another value always fails.")
        {
            Values = TableReader.EmptyWords.Meanings,
        },
        MaxRows,
        new("tables", "a list of tables", None, "Several tables, each with the keys from `table` to `explode`."),
        new("match", "", MappingReader.MatchWords.All[0], "The tables that take a message.")
        {
            Values = MappingReader.MatchWords.Meanings,
        },
        Action("unrouted", "Applies to a message that no table takes." + OtherAction),
        Action("on_record_error", "Applies to a message of which a row cannot be built."),
        new("on_filter_error", "", MappingReader.FilterErrorWords.All[0], "Applies to a condition that cannot be evaluated.")
        {
            Values = MappingReader.FilterErrorWords.Meanings,
        },
        Policy("defaults.on_missing", "to_null"),
        Policy("defaults.on_null", "to_null"),
        Policy("defaults.on_error", "fail"),
        new("enums", "tables of values by name", None, "The tables that `enum` of a column names."),
        new("payload.decode", "a step, or a list of steps", "`json`", "The steps from the body of a message to `$.body`."),
        MaxBytes,
        MaxDepth,
        Action(
            "payload.on_error",
            "Applies to a message whose payload cannot be decoded. It may also be a table of actions by record error: "
                + $"{string.Join(", ", PayloadFailures.Keys.Select(key => $"`{key}`"))}." + OtherAction),
        Verify("verify.md5_of_body"),
        Verify("verify.md5_of_message_attributes"),
        new("quarantine.table", "catalog.schema.table", Required, "The table for messages that cannot become rows."),
        MaxBody,
        new("tests", "a list of tests", None, "The tests that `sqs-ingestor test` runs."),
    ];

    /// <summary>Whether a file has this key at its top.</summary>
    internal static bool HasTopLevel(string key) => All.Any(row => row.Path.Split('.')[0] == key);

    private static MappingKey Action(string path, string meaning) => new(path, "", FailureActions.Words.All[0], meaning)
    {
        Values = FailureActions.Words.Meanings,
    };

    private static MappingKey Policy(string path, string fallback) =>
        new(path, "", fallback, "The policy of columns without their own.")
        {
            Values = PolicySyntax.Words.Meanings,
        };

    private static MappingKey Verify(string path) =>
        new(path, "", VerifySyntax.Words.All[0], "Compares the checksum that SQS sends.")
        {
            Values = VerifySyntax.Words.Meanings,
        };

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
