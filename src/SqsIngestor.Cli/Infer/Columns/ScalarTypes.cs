using System.Diagnostics;
using System.Globalization;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Evidence;

namespace SqsIngestor.Cli.Infer.Columns;

/// <summary>
/// The types of places that hold only numbers, or only text and numbers. docs/how-to/infer-a-table.md has the rules.
/// </summary>
internal static class ScalarTypes
{
    /// <summary>The most digits after the point of numbers that become a DECIMAL although they would fit a DOUBLE.</summary>
    private const int MostDecimalScale = 4;

    private const int DecimalPrecision = 18;
    private const int LeastScale = 4;
    private const int HeadroomScale = 2;
    private const int HeadroomDigits = 4;

    /// <summary>Says that values look like days, under a name that does not.</summary>
    public const string CouldBeDays = "could be days (formats: yyyyMMdd), but the name does not say a time";

    /// <summary>The type of numbers.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="isMeasured">The name of the member says that they are measured, as coordinates are.</param>
    public static InferredType OfNumbers(NumberEvidence numbers, bool isMeasured = false)
    {
        if (numbers.FitInt64) return Scalar(isMeasured && !numbers.LosesInDouble ? DeltaKind.Double : DeltaKind.BigInt);
        var digits = numbers.IntegerDigits + numbers.Scale;
        if (numbers.AreIntegers)
        {
            return digits <= DecimalType.MaxPrecision
                ? Decimal(DecimalType.MaxPrecision, 0).Note("integers beyond BIGINT")
                : Scalar(DeltaKind.String).Doubt("integers beyond DECIMAL, so text with their digits");
        }

        if (numbers.ExceedsDouble) return Scalar(DeltaKind.String).Doubt("numbers beyond DOUBLE, so text with their digits");
        if (numbers is { HasExponent: true, LosesInDouble: false })
        {
            return Scalar(DeltaKind.Double).Note("numbers with an exponent");
        }

        // Programs write a double with as many digits as tell it from others: 15 to 17, or fewer.
        if (!numbers.LosesInDouble && (isMeasured || numbers.Scale > MostDecimalScale)) return Scalar(DeltaKind.Double);

        if (digits > DecimalType.MaxPrecision)
        {
            return Scalar(DeltaKind.String).Doubt("more digits than DECIMAL has, so text with their digits");
        }

        var scale = Math.Max(LeastScale, numbers.Scale + HeadroomScale);
        scale = Math.Min(scale, DecimalType.MaxPrecision - numbers.IntegerDigits);
        var precision = Math.Max(DecimalPrecision, numbers.IntegerDigits + HeadroomDigits + scale);
        return Decimal(Math.Min(precision, DecimalType.MaxPrecision), scale)
            .Note(
                $"{numbers.IntegerDigits}.{numbers.Scale} digits seen"
                    + (numbers.LosesInDouble ? ", more than DOUBLE keeps" : "")
                    + $"; a value with more than {scale} digits after the point fails");
    }

    /// <summary>The type of texts and numbers that are times; null if they are not.</summary>
    /// <param name="evidence">The values: text, numbers, null.</param>
    /// <param name="isTimeName">Whether the name of the member says that it is a time.</param>
    public static InferredType? OfTimes(ValueEvidence evidence, bool isTimeName)
    {
        var (fine, texts, numbers) = (evidence.FineTimes, evidence.Texts, evidence.Numbers);
        if (AnyTimes(evidence, isTimeName) is not { } type) return null;
        if (texts.CompactTimes + numbers.CompactTimes == texts.Count + numbers.Count) type = type.Doubt(CompactTime.Doubt);
        return fine == 0
            ? type
            : type.Doubt(string.Create(CultureInfo.InvariantCulture, $"digits below the microsecond are cut off in {fine}"));
    }

    private static InferredType? AnyTimes(ValueEvidence evidence, bool isTimeName)
    {
        var (texts, numbers) = (evidence.Texts, evidence.Numbers);
        var epochs = texts[TextFormat.EpochText] + numbers.Count;
        var (instants, locals, dates) = (texts[TextFormat.Instant], texts[TextFormat.LocalTime], texts[TextFormat.Date]);
        if (isTimeName && texts.CompactDates + numbers.CompactDates == texts.Count + numbers.Count)
        {
            return Times(DeltaKind.Date, [CompactDate.Format]).Note("days as eight digits");
        }

        if (instants + locals + dates + texts[TextFormat.EpochText] < texts.Count) return null;
        if (epochs > 0 && (!isTimeName || numbers.Times < numbers.Count)) return null;
        if (locals + dates == 0) return Instants(texts, numbers, instants > 0);
        if (instants + epochs > 0) return null;
        if (locals == 0) return Times(DeltaKind.Date, []);
        return dates == 0 ? Times(DeltaKind.TimestampNtz, []).Note("times without an offset")
            : Times(DeltaKind.TimestampNtz, [InferredType.Rfc3339, "yyyy-MM-dd"])
                .Doubt("two formats: times without an offset, dates");
    }

    /// <summary>The type of texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="isTimeName">As for <see cref="OfTimes"/>.</param>
    public static InferredType OfTexts(TextEvidence texts, bool isTimeName)
    {
        var formats = texts.Seen.ToList();
        var text = Scalar(DeltaKind.String);
        if (formats is [var only])
        {
            return only switch
            {
                TextFormat.Uuid => text.Note("UUIDs"),
                TextFormat.JsonText => text.Note("JSON in text; transform: parse_json reads it"),
                TextFormat.NumberText when texts.CompactDates == texts.Count => text.Doubt($"numbers in text; {CouldBeDays}"),
                TextFormat.NumberText when isTimeName && texts.CompactTimes == texts.Count =>
                    text.Doubt($"numbers in text; {CompactTime.Doubt}"),
                TextFormat.NumberText or TextFormat.EpochText => text.Note("numbers in text"),
                TextFormat.Empty => text.Doubt("only empty text seen"),
                TextFormat.Instant or TextFormat.LocalTime or TextFormat.Date or TextFormat.Other => text,
                _ => throw new UnreachableException(),
            };
        }

        var times = formats.Where(format => format is TextFormat.Instant or TextFormat.LocalTime or TextFormat.Date).ToList();
        if (times.Count == 0) return text;
        var words = formats.Select(format => string.Create(CultureInfo.InvariantCulture, $"{Word(format)} in {texts[format]}"));
        return text.Doubt($"{Number(formats.Count)} formats: {string.Join(", ", words)}");
    }

    public static InferredType Scalar(DeltaKind kind) => new(new ScalarType(kind));

    /// <summary>A type, with the <c>as</c> that it needs.</summary>
    public static InferredType Meant(DeltaType type) => new(type) { As = TypeMeaning.Of(type) };

    private static InferredType Decimal(int precision, int scale) => Meant(new DecimalType(precision, scale));

    private static InferredType Times(DeltaKind kind, IReadOnlyList<string> formats) =>
        Meant(new ScalarType(kind)) with { Formats = formats };

    private static InferredType Instants(TextEvidence texts, NumberEvidence numbers, bool hasText)
    {
        var epochs = EpochUnit.Formats(texts.Units | numbers.Units);
        IReadOnlyList<string> formats = [.. hasText ? [InferredType.Rfc3339] : Array.Empty<string>(), .. epochs];
        var type = Times(DeltaKind.Timestamp, formats is [InferredType.Rfc3339] ? [] : formats);
        return formats.Count == 1
            ? type.Note(formats[0])
            : type.Note($"{Number(formats.Count)} formats: {string.Join(", ", formats)}");
    }

    private static string Number(int count) => count switch
    {
        2 => "two",
        3 => "three",
        4 => "four",
        _ => count.ToString(CultureInfo.InvariantCulture),
    };

    private static string Word(TextFormat format) => format switch
    {
        TextFormat.Instant => "times with an offset",
        TextFormat.LocalTime => "times without an offset",
        TextFormat.Date => "dates",
        TextFormat.EpochText => "times as numbers",
        TextFormat.NumberText => "numbers",
        TextFormat.Uuid => "UUIDs",
        TextFormat.JsonText => "JSON",
        TextFormat.Empty => "empty text",
        TextFormat.Other => "other text",
        _ => throw new UnreachableException(),
    };
}
