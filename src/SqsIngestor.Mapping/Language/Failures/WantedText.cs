using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Meanings;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Records.Limits;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Records.Values.WellKnown;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Failures;

/// <summary>What a column takes, in words.</summary>
/// <param name="field">The field that the value should fill; of a MAP, that of the key or the value.</param>
/// <param name="isElement">It is one element of a repeated field.</param>
/// <param name="options">The options of the column.</param>
/// <param name="type">What the table says of the field; null for nothing.</param>
internal sealed class WantedText(FieldDescriptor field, bool isElement, ColumnOptions options, ColumnType? type)
{
    private readonly WellKnownType? _known = WellKnownTypes.Find(field);

    /// <summary>What was wanted; empty if the code says it.</summary>
    /// <param name="code">Why the value does not fit.</param>
    public string Of(RecordErrorCode code) => code switch
    {
        RecordErrorCode.WrongType => Kind(),
        RecordErrorCode.NumberSyntax => "a number",
        RecordErrorCode.NumberRange => Range(),
        RecordErrorCode.NumberFraction => "a whole number",
        RecordErrorCode.TextEncoding => "well-formed Unicode",
        RecordErrorCode.Base64 => "text in base64",
        RecordErrorCode.EnumValue => options.Enum is { } table ? $"a value of the enum table '{table.Value}'"
            : field.FieldType == FieldType.Enum ? $"a name or a number of the enum {field.EnumType.Name}" : "",
        RecordErrorCode.NullItem => "a value (null_items is fail)",
        RecordErrorCode.Depth => type?.Limit is JsonLimit json ? $"at most {Count(json.MostLevels)} levels of objects and arrays"
            : $"at most {MessageShape.MaxDepth} messages in each other",
        RecordErrorCode.TimeSyntax => $"a time in {Formats()}",
        RecordErrorCode.TimeRange => _known?.WantedRange ?? "a time that exists, in the years 1 to 9999",
        RecordErrorCode.TimeBounds => string.Join(" and ", Bounds()),
        RecordErrorCode.DecimalSyntax => $"a decimal number, for {options.As?.Value ?? type?.Name}",
        RecordErrorCode.DecimalPrecision or RecordErrorCode.DecimalScale => Decimal(code),
        RecordErrorCode.Uuid => "a UUID",
        RecordErrorCode.BoolSyntax => "true or false, as to_bool reads it",
        RecordErrorCode.Hex => "hexadecimal digits",
        RecordErrorCode.UrlEncoding => "two hexadecimal digits after each %",
        RecordErrorCode.JsonSyntax => "JSON",
        RecordErrorCode.ValueSize =>
            $"at most {Count(TransformScratch.MaxBytes)} bytes from the transforms of a message, and less for a long pattern",
        RecordErrorCode.MapKey => "a key for each entry",
        RecordErrorCode.DuplicateKey => type?.Limit is JsonLimit ? "objects whose names differ" : "keys that differ",
        RecordErrorCode.OneofConflict => "a value for one member of the oneof",
        RecordErrorCode.TextLength when type?.Limit is TextLimit text =>
            $"at most {Count(text.MostCharacters)} characters{Name()}",
        RecordErrorCode.ProtoJson => _known?.Wanted ?? "",
        _ => "",
    };

    private string Kind()
    {
        if (field.IsRepeated && !field.IsMap && !isElement) return "an array";
        if (field.IsMap && isElement) return "an object";
        if (_known is not null) return _known.Wanted;
        if (field.FieldType is FieldType.Message or FieldType.Group) return "an object";
        if (options.As is { } meaning) return Meaning(meaning.Value);
        return field.FieldType switch
        {
            FieldType.Bool => "true or false",
            FieldType.Float or FieldType.Double => options.Strict ? "a number that is not text" : "a number",
            FieldType.String when type?.Limit is DecimalLimit => $"a number, for {type.Name}",
            FieldType.String => "text, a number or a bool",
            FieldType.Bytes => "text in base64",
            FieldType.Enum => "a name or a number of an enum",
            FieldType.Int32 or FieldType.SInt32 or FieldType.UInt32 or FieldType.Fixed32 or FieldType.SFixed32
                or FieldType.Int64 or FieldType.SInt64 or FieldType.UInt64 or FieldType.Fixed64 or FieldType.SFixed64 =>
                options.Strict ? "a whole number that is not text" : "a whole number",
            _ => throw new UnreachableException(),
        };
    }

    private string Meaning(string word)
    {
        var spec = MeaningCatalog.Of(word) ?? throw new UnreachableException();
        if (spec.TakesTimeOptions) return $"{spec.Wanted} in {Formats()}";
        var form = options.Strict ? " that is not text" : "";
        return spec.Parameters.Length == 0 ? spec.Wanted + form : $"{spec.Wanted}{form}, for {word}";
    }

    /// <summary>The decimal that has no room: that of <c>as</c>, or the column if <c>as</c> has more.</summary>
    private string Decimal(RecordErrorCode code)
    {
        if (options.As is not { } meaning) return type?.Name ?? "";
        if (type?.Limit is not DecimalLimit column || !DecimalMeaning.TryParse(meaning.Value, out var precision, out var scale))
            return meaning.Value;
        var isOfColumn = code == RecordErrorCode.DecimalScale
            ? column.Scale < scale
            : column.Precision - column.Scale < precision - scale;
        return isOfColumn ? type.Name : meaning.Value;
    }

    private string Formats() =>
        _known is not null ? "rfc3339 with an offset"
        : options.Formats.Count == 0 ? "rfc3339"
        : string.Join(" or ", options.Formats.Select(format => format.Value).Distinct());

    private IEnumerable<string> Bounds()
    {
        if (options.NotBefore is { } first) yield return $"a time not before {first.Value}";
        if (options.NotAfter is { } last) yield return $"a time not after {last.Value}";
    }

    private string Range() =>
        type?.Limit is IntegerLimit limit
            ? $"a number from {limit.Minimum} to {limit.Maximum}{Name()}"
            : RangeOf(_known is null ? field : field.MessageType.FindFieldByNumber(1)) + Name();

    private static string RangeOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => $"a number from {int.MinValue} to {int.MaxValue}",
        FieldType.UInt32 or FieldType.Fixed32 => $"a number from 0 to {uint.MaxValue}",
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => $"a number from {long.MinValue} to {long.MaxValue}",
        FieldType.UInt64 or FieldType.Fixed64 => $"a number from 0 to {ulong.MaxValue}",
        FieldType.Float => "a number in the range of FLOAT",
        // A google.protobuf.Value has the numbers of a double.
        FieldType.Double or FieldType.Message or FieldType.Group => "a number in the range of DOUBLE",
        FieldType.Enum => $"a number from {int.MinValue} to {int.MaxValue}",
        // The column takes anything; a transform made a number of it.
        FieldType.String or FieldType.Bytes or FieldType.Bool => "a number in the range of its transform",
        _ => throw new UnreachableException(),
    };

    private string Name() => type is { Name.Length: > 0 } ? $", for {type.Name}" : "";

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
