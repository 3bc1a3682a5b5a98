using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;

namespace SqsIngestor.Mapping.Language.Failures;

/// <summary>What a column takes, in words.</summary>
internal static class WantedText
{
    /// <param name="code">Why the value does not fit.</param>
    /// <param name="field">The field that it should fill.</param>
    /// <param name="isElement">It is one element of a repeated field.</param>
    /// <param name="options">The options of the column.</param>
    /// <returns>What was wanted; empty if the code says it.</returns>
    public static string Of(RecordErrorCode code, FieldDescriptor field, bool isElement, ColumnOptions options) => code switch
    {
        RecordErrorCode.WrongType => Kind(field, isElement, options),
        RecordErrorCode.NumberSyntax => "a number",
        RecordErrorCode.NumberRange => Range(field),
        RecordErrorCode.NumberFraction => "a whole number",
        RecordErrorCode.TextEncoding => "well-formed Unicode",
        RecordErrorCode.Base64 => "text in base64",
        RecordErrorCode.EnumValue => options.Enum is { } table ? $"a value of the enum table '{table.Value}'"
            : field.FieldType == FieldType.Enum ? $"a name or a number of the enum {field.EnumType.Name}" : "",
        RecordErrorCode.NullItem => "a value (null_items is fail)",
        RecordErrorCode.TimeSyntax => $"a time in {Formats(options)}",
        RecordErrorCode.TimeRange => "a time that exists, in the years 1 to 9999",
        RecordErrorCode.TimeBounds => string.Join(" and ", Bounds(options)),
        RecordErrorCode.DecimalSyntax => $"a decimal number, for {options.As?.Value}",
        RecordErrorCode.DecimalPrecision or RecordErrorCode.DecimalScale => $"{options.As?.Value}",
        RecordErrorCode.Uuid => "a UUID",
        RecordErrorCode.BoolSyntax => "true or false, as to_bool reads it",
        RecordErrorCode.Hex => "hexadecimal digits",
        RecordErrorCode.JsonSyntax => "JSON",
        RecordErrorCode.MapKey => "a key for each entry",
        RecordErrorCode.DuplicateKey => "keys that differ",
        RecordErrorCode.OneofConflict => "a value for one member of the oneof",
        _ => "",
    };

    private static string Kind(FieldDescriptor field, bool isElement, ColumnOptions options)
    {
        var isMessage = field.FieldType is FieldType.Message or FieldType.Group;
        if (field.IsRepeated && !field.IsMap && !isElement) return "an array";
        if (field.IsMap && isElement) return "an object";
        if (isMessage) return "an object";
        if (options.As is { } meaning) return Meaning(meaning.Value, options);
        return field.FieldType switch
        {
            FieldType.Bool => "true or false",
            FieldType.Float or FieldType.Double => options.Strict ? "a number that is not text" : "a number",
            FieldType.String => "text, a number or a bool",
            FieldType.Bytes => "text in base64",
            FieldType.Enum => "a name or a number of an enum",
            _ => options.Strict ? "a whole number that is not text" : "a whole number",
        };
    }

    private static string Meaning(string word, ColumnOptions options) => word switch
    {
        "timestamp" or "timestamp_ntz" or "date" => $"a time in {Formats(options)}",
        "uuid" => "a UUID as text",
        _ when word.StartsWith("decimal", StringComparison.Ordinal) =>
            options.Strict ? $"a number that is not text, for {word}" : $"a number, for {word}",
        _ => $"a value for {word}",
    };

    private static string Formats(ColumnOptions options) =>
        options.Formats.Count == 0 ? "rfc3339" : string.Join(" or ", options.Formats.Select(format => format.Value));

    private static IEnumerable<string> Bounds(ColumnOptions options)
    {
        if (options.NotBefore is { } first) yield return $"a time not before {first.Value}";
        if (options.NotAfter is { } last) yield return $"a time not after {last.Value}";
    }

    private static string Range(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => $"a number from {int.MinValue} to {int.MaxValue}",
        FieldType.UInt32 or FieldType.Fixed32 => $"a number from 0 to {uint.MaxValue}",
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => $"a number from {long.MinValue} to {long.MaxValue}",
        FieldType.UInt64 or FieldType.Fixed64 => $"a number from 0 to {ulong.MaxValue}",
        FieldType.Float => "a number in the range of FLOAT",
        FieldType.Double => "a number in the range of DOUBLE",
        _ => "",
    };
}
