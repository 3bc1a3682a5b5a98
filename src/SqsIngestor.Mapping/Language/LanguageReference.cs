using SqsIngestor.Mapping.Language.Meanings;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Reference;
using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language;

/// <summary>
/// The words of the mapping language from its catalogs, for reference pages and the JSON Schema. Every list is in the
/// order of its catalog.
/// </summary>
public static class LanguageReference
{
    /// <summary>The items of <c>transform</c>.</summary>
    public static IReadOnlyList<ReferenceRow> Transforms { get; } =
    [
        .. TransformCatalog.All.Select(row =>
            new ReferenceRow(row.Signature, row.Takes.Describe(), row.Gives.Describe(), row.Meaning, row.Example)),
    ];

    /// <summary>The steps of <c>payload.decode</c>.</summary>
    public static IReadOnlyList<ReferenceRow> PayloadSteps { get; } =
    [
        .. PayloadStepCatalog.All.Select(row =>
            new ReferenceRow(
                row.Usage, row.NeedsBytes ? "bytes" : "text or bytes", PayloadStepCatalog.Describe(row.Gives),
                row.Meaning, row.Example)),
    ];

    /// <summary>The values of <c>as</c>.</summary>
    public static IReadOnlyList<ReferenceRow> Meanings { get; } =
    [
        .. MeaningCatalog.All.Select(
            row => new ReferenceRow(row.Usage, row.Takes.Describe(), row.Gives, row.Meaning, row.Example)
            {
                Field = row.Field.ToString().ToLowerInvariant(),
            }),
    ];

    /// <summary>The SQL name of the column's type for a value of <c>as</c>; null for a STRING.</summary>
    /// <param name="meaning">The value, for example <c>decimal(18,2)</c>.</param>
    public static string? ColumnType(string meaning) => MeaningCatalog.Of(meaning) is { IsColumnType: true } ? meaning : null;

    /// <summary>Whether a value of <c>as</c> takes any JSON and holds its text.</summary>
    /// <param name="meaning">The value, for example <c>variant</c>.</param>
    public static bool IsJsonText(string meaning) => MeaningCatalog.Of(meaning) is { IsJsonText: true };

    /// <summary>The values of <c>formats</c>; the last row describes patterns.</summary>
    public static IReadOnlyList<ReferenceRow> TimeFormats { get; } =
    [
        .. TimeFormatCatalog.All.Select(row => new ReferenceRow(row.Word, row.Takes, "a time", row.Meaning, row.Example)),
        TimeFormatCatalog.Pattern,
    ];

    /// <summary>The steps of <c>payload.decode</c> that can stand as a lone word.</summary>
    public static IReadOnlyList<string> DecodeWords { get; } = [.. PayloadStepCatalog.Words(PayloadStepCatalog.DecodeKey)];

    /// <summary>The values of <c>unwrap</c>.</summary>
    public static IReadOnlyList<string> UnwrapWords { get; } = [.. PayloadStepCatalog.Words(PayloadStepCatalog.UnwrapKey)];

    /// <summary>The shapes of messages that an unwrap reads.</summary>
    public static IReadOnlyList<PayloadShape> PayloadShapes { get; } =
        [.. PayloadStepCatalog.All.Where(row => row.Key == PayloadStepCatalog.UnwrapKey).Select(PayloadShape.Of)];

    /// <summary>
    /// What happens to a message that cannot become rows: the words of <c>unrouted</c>, <c>on_record_error</c> and
    /// <c>payload.on_error</c>.
    /// </summary>
    public static IReadOnlyList<WordMeaning> FailureActions => Policies.FailureActions.Words.Meanings;

    /// <summary>The values of <c>framing</c> of avro.</summary>
    public static IReadOnlyList<WordMeaning> FramingWords => AvroFramings.Words.Meanings;

    /// <summary>The values of <c>data</c> of kinesis.</summary>
    public static IReadOnlyList<WordMeaning> KinesisDataWords => KinesisDataForms.Words.Meanings;

    /// <summary>The values of <c>when</c> of a step.</summary>
    public static IReadOnlyList<WordMeaning> StepConditions => PayloadStepReader.WhenWords.Meanings;

    /// <summary>The values of <c>as</c>, for completion; of one with parameters, an example.</summary>
    public static IEnumerable<string> MeaningExamples =>
        MeaningCatalog.All.Select(row => row.Parameters.Length == 0 ? row.Word : row.Example.Mapping["as: ".Length..].Trim('"'));

    /// <summary>The transforms, for completion; of one with arguments, an example.</summary>
    public static IEnumerable<string> TransformExamples =>
        TransformCatalog.All.SelectMany(
            row => row.RequiredCount == 0 ? new[] { row.Name, row.Example.Mapping } : [row.Example.Mapping]).Distinct();

    /// <summary>The values of <c>formats</c> that are words.</summary>
    public static IEnumerable<string> TimeFormatWords => TimeFormatCatalog.Words;

    /// <summary>The keys of <c>payload.on_error</c> as a table of actions.</summary>
    public static IEnumerable<string> PayloadErrorKeys => PayloadFailures.Keys;
}
