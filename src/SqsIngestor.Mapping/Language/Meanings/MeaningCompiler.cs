using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Time;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Meanings;

/// <summary>Compiles <c>as</c>, the meaning of a column that its descriptor cannot express.</summary>
internal sealed class MeaningCompiler(DiagnosticBag diagnostics)
{
    private static readonly string[] TimeSuffixes = ["_at", "_time", "_ts", "_date"];

    /// <summary>The codec of one value; null after a diagnostic.</summary>
    /// <param name="meaning">The value of <c>as</c>.</param>
    /// <param name="options">The options of the column.</param>
    /// <param name="element">The field; for a map, the field of its values.</param>
    /// <param name="types">The types that the source can yield.</param>
    public ScalarCodec? Create(YamlScalar meaning, ColumnOptions options, FieldDescriptor element, ValueTypes types)
    {
        var word = meaning.Value.Split('(')[0].TrimEnd();
        if (MeaningCatalog.Find(word) is not { } spec || (spec.Parameters.Length == 0 && word != meaning.Value))
        {
            diagnostics.Add(DiagnosticCodes.WrongValue, meaning.Position,
                $"'{meaning.Value}' is not a value of 'as'; it takes "
                    + $"{string.Join(", ", MeaningCatalog.All.Select(row => row.Usage))}",
                Nearest.Hint(word, MeaningCatalog.Words));
            CheckWords(options);
            return null;
        }
        CheckOptions(spec, options);
        if (element.FieldType != spec.Field)
        {
            if (spec.TakesTimeOptions) CheckWords(options);
            diagnostics.Add(DiagnosticCodes.TypeMismatch, meaning.Position,
                $"'as: {word}' needs a field of type {Name(spec.Field)}; '{element.Name}' has type {Name(element.FieldType)}");
            return null;
        }
        var takes = Takes(spec, options);
        if ((types & takes) == 0)
        {
            var how = options.Strict ? " with these options" : options.Formats.Count > 0 ? " with these formats" : "";
            diagnostics.Add(DiagnosticCodes.TypeMismatch, meaning.Position,
                $"'as: {word}'{how} takes {takes.Describe()}; the source gives {types.Describe()}",
                spec.Use is not null && types == ValueTypes.Number && !takes.HasFlag(types) ? "formats: epoch_ms" : null);
            return null;
        }
        if (spec.Use is { } use) CheckTimes(options, use, types);
        return spec.Create(meaning, options, diagnostics);
    }

    /// <summary>The value types that a column with these options may accept.</summary>
    private static ValueTypes Takes(MeaningSpec spec, ColumnOptions options) =>
        spec.Use is not null ? TimeReaderCompiler.Takes(options)
        : spec.TakesStrict && options.Strict ? spec.Takes & ~ValueTypes.Text
        : spec.Takes;

    /// <summary>Reports the options that make no difference to a time.</summary>
    private void CheckTimes(ColumnOptions options, TimeUse use, ValueTypes types)
    {
        if (types == ValueTypes.Instant && options.Formats is [var format, ..])
            Misplaced(format, "formats", "a value of the message: this source is a time already");
        if (options.Zone is { } zone && !TimeReaderCompiler.UsesZone(options, use, types))
        {
            Misplaced(
                zone, "zone",
                use == TimeUse.Instant ? "times that can be without an offset" : "times that can have an offset");
        }
    }

    /// <summary>Reports the options that have no effect with a meaning.</summary>
    /// <param name="spec">The meaning; null for a column without <c>as</c>.</param>
    /// <param name="options">The options of the column.</param>
    public void CheckOptions(MeaningSpec? spec, ColumnOptions options)
    {
        if (spec is not { TakesTimeOptions: true })
        {
            CheckWords(options);
            if (options.Formats is [var format, ..]) Misplaced(format, "formats", MeaningsThat(row => row.TakesTimeOptions));
            if (options.Zone is { } zone) Misplaced(zone, "zone", MeaningsThat(row => row.TakesTimeOptions));
            if (options.NotBefore is { } first) Misplaced(first, "not_before", MeaningsThat(row => row.TakesTimeOptions));
            if (options.NotAfter is { } last) Misplaced(last, "not_after", MeaningsThat(row => row.TakesTimeOptions));
        }
        if (spec is not { TakesRound: true } && options.Round is { } round)
        {
            DecimalMeaning.Round(round, diagnostics);
            Misplaced(round, "round", MeaningsThat(row => row.TakesRound));
        }
        if (spec is { TakesStrict: false } && options.StrictPlace is { } strict)
        {
            Misplaced(strict, "strict", $"{MeaningsThat(row => row.TakesStrict)} or a column of numbers");
        }
        if (spec is not null && options.Enum is { } name) Misplaced(name, "enum", "columns without 'as'");
        else if (spec is not null && options.FoldCase is { } fold) Misplaced(fold, "fold_case", "'enum'");
    }

    /// <summary>Reports wrong values of options that are not compiled, so that nobody learns of them only later.</summary>
    private void CheckWords(ColumnOptions options) => TimeReaderCompiler.CheckWords(options, diagnostics);

    /// <summary>Whether an integer field's name suggests a time: a wrong unit would be stored without an error.</summary>
    public static bool LooksLikeTime(FieldDescriptor field) =>
        field.FieldType is FieldType.Int64 or FieldType.Int32
        && Array.Exists(TimeSuffixes, s => field.Name.EndsWith(s, StringComparison.Ordinal));

    private static string MeaningsThat(Func<MeaningSpec, bool> condition) =>
        $"'as: {string.Join("', 'as: ", MeaningCatalog.All.Where(condition).Select(row => row.Usage))}'";

    private void Misplaced(YamlScalar value, string option, string place) => Misplaced(value.Position, option, place);

    private void Misplaced(TextPosition position, string option, string place) =>
        diagnostics.Add(DiagnosticCodes.OptionOutOfPlace, position, $"'{option}' has no effect here; use it with {place}");

    private static string Name(FieldType type) => type.ToString().ToLowerInvariant();
}
