using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Options;

/// <summary>An option that a column may have in addition to its source.</summary>
/// <param name="Word">Its key in the mapping file.</param>
/// <param name="Takes">The value that it takes, in a few words.</param>
/// <param name="Default">The default.</param>
/// <param name="Forms">The column forms that use it, by their words.</param>
/// <param name="Meaning">What it does, in one line.</param>
/// <param name="Example">A column that uses it, as written in the mapping file.</param>
public sealed record ColumnOption(
    string Word, string Takes, string Default, IReadOnlyList<string> Forms, string Meaning, string Example)
{
    /// <summary>The words that it takes, with their meanings; empty if it takes other values.</summary>
    public IReadOnlyList<WordMeaning> Values { get; init; } = [];

    /// <summary>The words of <see cref="Values"/>.</summary>
    public IReadOnlyList<string> Words => [.. Values.Select(value => value.Word)];
}

/// <summary>All options of columns, for the reader of mapping files and for the reference page.</summary>
public static class ColumnOptionCatalog
{
    private static readonly string[] SingleValue = ["from", "const", "concat", "expr"];
    private static readonly string[] WithPolicies = ["from", "concat", "expr", "each", "entries"];

    /// <summary><c>transform</c></summary>
    public static ColumnOption Transform { get; } = new(
        "transform", "a transform, or a list of them", "none", SingleValue,
        "Changes the value before anything else happens to it; the transforms run from left to right.",
        "email: { from: $.body.email, transform: [trim, lower] }");

    /// <summary><c>as</c></summary>
    public static ColumnOption As { get; } = new(
        "as", "a meaning", "the type of the field", SingleValue,
        "Says what the value means in the table, where the descriptor cannot say it.",
        "placed_at: { from: $.body.at, as: timestamp }");

    /// <summary><c>formats</c></summary>
    public static ColumnOption Formats { get; } = new(
        "formats", "a time format, or a list of them", "rfc3339", SingleValue,
        "Says how times are written; the first format that fits is used. Needs `as` with a time or a date.",
        "placed_at: { from: $.body.at, as: timestamp, formats: [epoch_ms, rfc3339] }");

    /// <summary><c>zone</c></summary>
    public static ColumnOption Zone { get; } = new(
        "zone", "UTC, an offset such as \"+01:00\", or the name of a time zone",
        "UTC for `date` and `timestamp_ntz`; none for `timestamp`", SingleValue,
        "Names the time zone of times without an offset, and of dates. Needs `as` with a time or a date.",
        "day: { from: $.body.at, as: date, zone: \"+01:00\" }");

    /// <summary><c>not_before</c></summary>
    public static ColumnOption NotBefore { get; } = new(
        "not_before", "a time in RFC 3339, or a date", "none", SingleValue,
        "Names the earliest plausible time. A time before it is the error `time_bounds`. Needs `as` with a time or a date.",
        "placed_at: { from: $.body.at, as: timestamp, formats: [epoch_s, epoch_ms], not_before: 2000-01-01 }");

    /// <summary><c>not_after</c></summary>
    public static ColumnOption NotAfter { get; } = new(
        "not_after", "a time in RFC 3339, or a date", "none", SingleValue,
        "Names the latest plausible time; a date includes its whole day. A time after it is the error `time_bounds`. "
        + "Needs `as` with a time or a date.",
        "placed_at: { from: $.body.at, as: timestamp, formats: epoch_ms, not_after: 2099-12-31, on_error: to_null }");

    /// <summary><c>round</c></summary>
    public static ColumnOption Round { get; } = new(
        "round", "a word", ColumnOptionsReader.RoundWords.Of(ColumnOptionsReader.DefaultRounding), SingleValue,
        "Says what happens to digits after the scale of a decimal. Needs `as: decimal(…)`.",
        "price: { from: $.body.price, as: \"decimal(18,2)\", round: half_even }")
    {
        Values = ColumnOptionsReader.RoundWords.Meanings,
    };

    /// <summary><c>enum</c></summary>
    public static ColumnOption Enum { get; } = new(
        "enum", "the name of a table under `enums`", "none", SingleValue,
        "Looks the value up in a table of the file.",
        "status: { from: $.body.status, enum: order_status }");

    /// <summary><c>fold_case</c></summary>
    public static ColumnOption FoldCase { get; } = new(
        "fold_case", "a word", "false", SingleValue,
        "Ignores upper and lower case when it compares the value with the names of an enum.",
        "status: { from: $.body.status, enum: order_status, fold_case: true }")
    {
        Values = KeyReader.Flags.Meanings,
    };

    /// <summary><c>strict</c></summary>
    public static ColumnOption Strict { get; } = new(
        "strict", "a word", "false", SingleValue,
        "Refuses strings where the column takes a number.",
        "count: { from: $.body.count, strict: true }")
    {
        Values = KeyReader.Flags.Meanings,
    };

    /// <summary><c>null_items</c></summary>
    public static ColumnOption NullItems { get; } = new(
        "null_items", "a word", ColumnOptionsReader.NullItemWords.Of(ColumnOptionsReader.DefaultNullItems),
        ["from", "expr", "each", "entries"],
        "Says what happens to null elements of an ARRAY and null values of a MAP, which a row cannot hold.",
        "tags: { from: $.body.tags, null_items: drop }")
    {
        Values = ColumnOptionsReader.NullItemWords.Meanings,
    };

    /// <summary><c>default</c></summary>
    public static ColumnOption Default { get; } = new(
        "default", "a constant", "none", ["from", "concat", "expr"],
        "Fills the column when its value is missing or null.",
        "quantity: { from: $.body.quantity, default: 1 }");

    /// <summary><c>on_missing</c></summary>
    public static ColumnOption OnMissing { get; } = new(
        "on_missing", "a word", PolicySyntax.Words.Of(ColumnPolicies.Standard.OnMissing), WithPolicies,
        "Says what happens when the path finds no value.",
        "id: { from: $.body.id, on_missing: fail }")
    {
        Values = PolicySyntax.Words.Meanings,
    };

    /// <summary><c>on_null</c></summary>
    public static ColumnOption OnNull { get; } = new(
        "on_null", "a word", PolicySyntax.Words.Of(ColumnPolicies.Standard.OnNull), WithPolicies,
        "Says what happens when the value is null.",
        "id: { from: $.body.id, on_null: skip_row }")
    {
        Values = PolicySyntax.Words.Meanings,
    };

    /// <summary><c>on_error</c></summary>
    public static ColumnOption OnError { get; } = new(
        "on_error", "a word", PolicySyntax.Words.Of(ColumnPolicies.Standard.OnError), [.. WithPolicies, "fields"],
        "Says what happens when the value does not fit the column.",
        "total: { from: $.body.total, on_error: rescue }")
    {
        Values = PolicySyntax.Words.Meanings,
    };

    /// <summary>All options, in the order in which they act.</summary>
    public static IReadOnlyList<ColumnOption> All { get; } =
    [
        Transform, As, Formats, Zone, NotBefore, NotAfter, Round, Enum, FoldCase, Strict, NullItems,
        Default, OnMissing, OnNull, OnError,
    ];
}
