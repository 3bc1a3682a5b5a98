using System.Globalization;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Records.Scalars.Json;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Meanings;

/// <summary>The values of <c>as</c>: the meaning that a descriptor cannot carry.</summary>
internal sealed class AsMeanings(DiagnosticBag diagnostics)
{
    private static readonly string[] TimeSuffixes = ["_at", "_time", "_ts", "_date"];
    private static readonly string[] Words = ["timestamp", "timestamp_ntz", "date", "decimal", "variant", "json", "uuid"];

    /// <summary>The codec of one value, or null where a problem has been reported.</summary>
    /// <param name="meaning">The value of <c>as</c>.</param>
    /// <param name="options">Of the column.</param>
    /// <param name="element">The field, or the value of a map.</param>
    /// <param name="types">What can come.</param>
    public ScalarCodec? Create(YamlScalar meaning, ColumnOptions options, FieldDescriptor element, ValueTypes types)
    {
        var word = meaning.Value.Split('(')[0].TrimEnd();
        var (field, takes) = word switch
        {
            "timestamp" or "timestamp_ntz" => (FieldType.Int64, ValueTypes.Text | ValueTypes.Number | ValueTypes.Instant),
            "date" => (FieldType.Int32, ValueTypes.Text | ValueTypes.Number | ValueTypes.Instant),
            "decimal" => (FieldType.String, ValueTypes.Text | ValueTypes.Number),
            "variant" or "json" => (FieldType.String, ValueTypes.Json),
            "uuid" => (FieldType.String, ValueTypes.Text),
            _ => default,
        };
        if (takes == ValueTypes.None || (word != "decimal" && word != meaning.Value))
        {
            diagnostics.Add(DiagnosticCodes.WrongValue, meaning.Position,
                $"'{meaning.Value}' is not a value of 'as'; it takes {string.Join(", ", Words)}", Nearest.Hint(word, Words));
            return null;
        }
        CheckOptions(word, options);
        if (element.FieldType != field)
        {
            diagnostics.Add(DiagnosticCodes.TypeMismatch, meaning.Position,
                $"'as: {word}' needs the field type {Name(field)}; '{element.Name}' is {Name(element.FieldType)}");
            return null;
        }
        if ((types & takes) == 0)
        {
            diagnostics.Add(DiagnosticCodes.TypeMismatch, meaning.Position, $"'as: {word}' takes {takes.Describe()}; what comes is {types.Describe()}");
            return null;
        }
        return word switch
        {
            "decimal" => CreateDecimal(meaning, options),
            "uuid" => new UuidCodec(),
            "variant" or "json" => new JsonTextCodec(),
            _ => new TimeMeanings(diagnostics).Create(word, options),
        };
    }

    /// <summary>Options of one meaning beside another, or beside none, would be without effect.</summary>
    public void CheckOptions(string? word, ColumnOptions options)
    {
        var isTime = word is "timestamp" or "timestamp_ntz" or "date";
        if (!isTime)
        {
            foreach (var format in options.Formats.Take(1)) Misplaced(format, "formats", "as: timestamp, timestamp_ntz or date");
            if (options.Zone is { } zone) Misplaced(zone, "zone", "as: timestamp, timestamp_ntz or date");
        }
        if (word != "decimal" && options.Round is { } round) Misplaced(round, "round", "as: decimal(p,s)");
        if (word is not null && options.Enum is { } name) Misplaced(name, "enum", "a column without as");
        else if (word is not null && options.FoldCase is { } fold) Misplaced(fold, "fold_case", "an enum");
    }

    /// <summary>An integer whose name says that it is a time: a wrong unit would be stored without complaint.</summary>
    public static bool LooksLikeTime(FieldDescriptor field) =>
        field.FieldType is FieldType.Int64 or FieldType.Int32 && Array.Exists(TimeSuffixes, s => field.Name.EndsWith(s, StringComparison.Ordinal));

    private DecimalCodec? CreateDecimal(YamlScalar meaning, ColumnOptions options)
    {
        var text = meaning.Value;
        var numbers = text.EndsWith(')') && text.Contains('(', StringComparison.Ordinal) ? text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(',') : [];
        if (numbers.Length != 2 || !TryCount(numbers[0], out var precision) || !TryCount(numbers[1], out var scale)
            || precision is 0 or > DecimalCodec.MaxPrecision || scale > precision)
        {
            diagnostics.Add(DiagnosticCodes.DecimalForm, meaning.Position,
                $"'{text}' is no decimal type: 1 to {DecimalCodec.MaxPrecision} digits in all, and of them 0 or more after the point", "as: \"decimal(18,2)\"");
            return null;
        }
        var rounding = options.Round?.Value switch
        {
            null or "fail" => DecimalRounding.Fail,
            "half_even" => DecimalRounding.HalfEven,
            "down" => DecimalRounding.Down,
            _ => (DecimalRounding?)null,
        };
        if (rounding is { } known) return new DecimalCodec(precision, scale, known, options.Strict);
        string[] words = ["fail", "half_even", "down"];
        diagnostics.Add(DiagnosticCodes.WrongValue, options.Round!.Position,
            $"'{options.Round.Value}' is not a value of 'round'; it takes {string.Join(", ", words)}", Nearest.Hint(options.Round.Value, words));
        return null;
    }

    private void Misplaced(YamlScalar value, string option, string place) =>
        diagnostics.Add(DiagnosticCodes.OptionOutOfPlace, value.Position, $"'{option}' has no effect here; it belongs to {place}");

    private static bool TryCount(string text, out int count) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out count);

    private static string Name(FieldType type) => type.ToString().ToLowerInvariant();
}
