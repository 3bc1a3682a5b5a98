using System.Diagnostics;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Inspection;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Reference;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Records.Scalars.Json;
using SqsIngestor.Mapping.Time;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Meanings;

/// <summary>
/// Every meaning of <c>as</c>, the only list of them: the compiler, the diagnostics, the JSON Schema, the reference pages
/// and the tests that run each example read it. To add a meaning, add its row here and its codec to Records/Scalars.
/// </summary>
internal static class MeaningCatalog
{
    private const ValueTypes Times = ValueTypes.Text | ValueTypes.Number | ValueTypes.Instant;

    public static MeaningSpec Timestamp { get; } = new()
    {
        Word = "timestamp",
        IsColumnType = true,
        Wanted = "a time",
        Field = FieldType.Int64,
        Takes = Times,
        Use = TimeUse.Instant,
        TimeText = TimeText.Instant,
        TakesStrict = true,
        Create = (_, options, diagnostics) =>
            TimeReaderCompiler.Compile(options, TimeUse.Instant, diagnostics) is { } reader
                ? new TimestampCodec(reader)
                : null,
        Gives = "microseconds since 1970-01-01T00:00:00Z",
        Meaning = "A point in time: TIMESTAMP.",
        Example = new("as: timestamp", "\"2026-03-01T12:00:00.5+01:00\"", "1772362800500000"),
    };

    public static MeaningSpec Variant { get; } = new()
    {
        Word = "variant",
        IsColumnType = true,
        Wanted = "JSON",
        IsJsonText = true,
        Field = FieldType.String,
        Takes = ValueTypes.Json,
        Create = (_, _, _) => new JsonTextCodec(),
        Gives = "JSON text as the source writes it, with its white space and digits",
        Meaning = "JSON of any form: VARIANT.",
        Example = new("as: variant", "{\"a\": 1.0}", "\"{\\\"a\\\": 1.0}\""),
    };

    public static IReadOnlyList<MeaningSpec> All { get; } =
    [
        Timestamp,
        new()
        {
            Word = "timestamp_ntz",
            IsColumnType = true,
            Wanted = "a time",
            Field = FieldType.Int64,
            Takes = Times,
            Use = TimeUse.WallClock,
            TimeText = TimeText.WallClock,
            TakesStrict = true,
            Create = (_, options, diagnostics) =>
                TimeReaderCompiler.Compile(options, TimeUse.WallClock, diagnostics) is { } reader
                    ? new TimestampNtzCodec(reader)
                    : null,
            Gives = "microseconds since 1970-01-01T00:00:00 on a clock in the zone",
            Meaning = "A date and a time of day without a zone: TIMESTAMP_NTZ.",
            Example = new("as: timestamp_ntz", "\"2026-03-01T12:00:00\"", "1772366400000000"),
        },
        new()
        {
            Word = "date",
            IsColumnType = true,
            Wanted = "a time",
            Field = FieldType.Int32,
            Takes = Times,
            Use = TimeUse.Date,
            TimeText = TimeText.Date,
            TakesStrict = true,
            Create = (_, options, diagnostics) =>
                TimeReaderCompiler.Compile(options, TimeUse.Date, diagnostics) is { } reader
                    ? new DateCodec(reader)
                    : null,
            Gives = "days since 1970-01-01 in the calendar of the zone",
            Meaning = "A day: DATE.",
            Example = new("as: date", "\"2026-03-01\"", "20513"),
        },
        new()
        {
            Word = DecimalMeaning.Word,
            IsColumnType = true,
            Wanted = "a number",
            Alphabet = Alphabet.Number,
            Parameters = "(p,s)",
            ParametersPattern = DecimalMeaning.ParametersPattern,
            Field = FieldType.String,
            Takes = ValueTypes.Text | ValueTypes.Number,
            TakesRound = true,
            TakesStrict = true,
            Create = DecimalMeaning.Create,
            Gives = "text with exactly s digits after the point",
            Meaning =
                "A decimal number with at most p digits, s of them after the point: DECIMAL(p,s). "
                + $"p is 1 to {DecimalCodec.MaxPrecision}, s is 0 to p.",
            Example = new("as: \"decimal(18,2)\"", "15e-1", "\"1.50\""),
        },
        Variant,
        new()
        {
            Word = "json",
            Wanted = "JSON",
            IsJsonText = true,
            Field = FieldType.String,
            Takes = ValueTypes.Json,
            Create = (_, _, _) => new JsonTextCodec(),
            Gives = "JSON text as the source writes it, with its white space and digits",
            Meaning = "JSON of any form in a STRING column.",
            Example = new("as: json", "[1,\"a\"]", "\"[1,\\\"a\\\"]\""),
        },
        new()
        {
            Word = "uuid",
            Wanted = "a UUID as text",
            Alphabet = Alphabet.Uuid,
            Field = FieldType.String,
            Takes = ValueTypes.Text,
            Create = (_, _, _) => new UuidCodec(),
            Gives = "text in lower case with hyphens",
            Meaning = "A UUID with hyphens or as 32 digits, also in braces or after urn:uuid:, in either case.",
            Example = new("as: uuid", "\"{0123ABCD-4567-89EF-FEDC-BA9876543210}\"", "\"0123abcd-4567-89ef-fedc-ba9876543210\""),
        },
    ];

    public static IEnumerable<string> Words => All.Select(row => row.Word);

    /// <summary>How to show fields with a value of <c>as</c>.</summary>
    public static FieldMeaning MeaningOf(string meaning) => Of(meaning) is { } row
        ? new(meaning) { TimeText = row.TimeText, IsJson = row is { IsJsonText: true, IsColumnType: true } }
        : throw new UnreachableException();

    /// <summary>The row of a value of <c>as</c> with its parameters, such as <c>decimal(18,2)</c>; null if it has none.</summary>
    public static MeaningSpec? Of(string meaning) => Find(meaning.Split('(')[0].TrimEnd());

    public static MeaningSpec? Find(string word)
    {
        foreach (var row in All)
        {
            if (row.Word == word) return row;
        }
        return null;
    }
}

/// <summary>A meaning of <c>as</c>: a row of <see cref="MeaningCatalog"/>.</summary>
internal sealed record MeaningSpec
{
    public required string Word { get; init; }

    /// <summary>The text after the word, for example <c>(p,s)</c>; empty if the word stands alone.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>The parameters as a regular expression, for the JSON Schema; empty if the word stands alone.</summary>
    public string ParametersPattern { get; init; } = "";

    /// <summary>The type that the descriptor's field must have.</summary>
    public required FieldType Field { get; init; }

    /// <summary>The values that it accepts; a record with another value fails.</summary>
    public required ValueTypes Takes { get; init; }

    /// <summary>What a value must be, for errors, such as <c>a UUID as text</c>.</summary>
    public required string Wanted { get; init; }

    /// <summary>The characters that text for it can have; null for any.</summary>
    public Alphabet? Alphabet { get; init; }

    /// <summary>The column holds JSON text, with everything that is in the value.</summary>
    public bool IsJsonText { get; init; }

    /// <summary>The value of <c>as</c> is also the SQL name of the column's type; otherwise the column is a STRING.</summary>
    public bool IsColumnType { get; init; }

    /// <summary>The part of a time that it holds; null for other meanings.</summary>
    public TimeUse? Use { get; init; }

    /// <summary>The number in a record as text, see <see cref="Time.TimeText"/>; null for meanings that are not times.</summary>
    public Func<long, string?>? TimeText { get; init; }

    /// <summary>The options <c>formats</c> and <c>zone</c> apply.</summary>
    public bool TakesTimeOptions => Use is not null;

    /// <summary>The option <c>round</c> applies.</summary>
    public bool TakesRound { get; init; }

    /// <summary>The option <c>strict</c> applies.</summary>
    public bool TakesStrict { get; init; }

    /// <summary>Makes the codec from the value of <c>as</c> and the column's options; null after a diagnostic.</summary>
    public required Func<YamlScalar, ColumnOptions, DiagnosticBag, ScalarCodec?> Create { get; init; }

    /// <summary>The content of the column, for the reference.</summary>
    public required string Gives { get; init; }

    /// <summary>One sentence for the reference.</summary>
    public required string Meaning { get; init; }

    /// <summary>Its input is JSON, its output the content of the column, as JSON.</summary>
    public required ReferenceExample Example { get; init; }

    /// <summary>For example <c>decimal(p,s)</c>.</summary>
    public string Usage => Word + Parameters;
}
