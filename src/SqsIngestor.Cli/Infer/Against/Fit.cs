using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Evidence;

namespace SqsIngestor.Cli.Infer.Against;

/// <summary>Whether a column that exists holds the values of samples.</summary>
internal static class Fit
{
    /// <param name="has">The type of the column, or of what is inside it.</param>
    /// <param name="wanted">The type that the values would get.</param>
    /// <param name="values">The values.</param>
    public static bool Holds(DeltaType has, InferredType wanted, ValueEvidence values)
    {
        var count = values.Count - values.Nulls;
        if (count == 0) return true;
        if (has.Kind == DeltaKind.Variant) return !values.HasDuplicates;
        if (has is ArrayType or MapType or StructType) return false;
        if (values.Objects + values.Arrays > 0) return has.Kind == DeltaKind.String && wanted.As == InferredType.JsonText;
        var numbers = Numbers(values);
        var onlyNumbers = numbers.Count == count;
        return has.Kind switch
        {
            DeltaKind.String => true,
            DeltaKind.Varchar => has is VarcharType text && values.MostCharacters <= text.Length,
            DeltaKind.Char => has is CharType text && values.MostCharacters <= text.Length,
            DeltaKind.Binary => values.Texts.Count == count,
            DeltaKind.Boolean => values.Bools == count,
            DeltaKind.TinyInt => onlyNumbers && IsWithin(numbers, sbyte.MinValue, sbyte.MaxValue),
            DeltaKind.SmallInt => onlyNumbers && IsWithin(numbers, short.MinValue, short.MaxValue),
            DeltaKind.Int => onlyNumbers && IsWithin(numbers, int.MinValue, int.MaxValue),
            DeltaKind.BigInt => onlyNumbers && numbers.AreInt64,
            DeltaKind.Float => onlyNumbers && !numbers.LosesInFloat,
            DeltaKind.Double => onlyNumbers && numbers is { ExceedsDouble: false, LosesInDouble: false },
            DeltaKind.Decimal => onlyNumbers && has is DecimalType type && numbers.NeededScale <= type.Scale
                && numbers.WholeDigits <= type.Precision - type.Scale,
            // A DATE has no time of day, and a TIMESTAMP_NTZ no offset. The column says that a number is a time.
            DeltaKind.Date => wanted.Delta.Kind == DeltaKind.Date
                || values.Numbers.CompactDates + values.Texts.CompactDates == count,
            DeltaKind.TimestampNtz => wanted.Delta.Kind is DeltaKind.Date or DeltaKind.TimestampNtz,
            DeltaKind.Timestamp => wanted.Delta.Kind == DeltaKind.Timestamp
                || values.Numbers.Times + values.Texts[TextFormat.Instant] + values.Texts[TextFormat.EpochText] == count,
            _ => false,
        };
    }

    /// <summary>How many values have digits below the microsecond, which a column with a time cuts off.</summary>
    public static long Cut(DeltaType has, ValueEvidence values) =>
        has.Kind is DeltaKind.Timestamp or DeltaKind.TimestampNtz ? values.FineTimes : 0;

    /// <summary>The least type that holds the values: a DECIMAL or VARCHAR without room for more.</summary>
    public static DeltaType Need(DeltaType has, InferredType wanted, ValueEvidence values)
    {
        if (has is VarcharType or CharType && values.Objects + values.Arrays == 0) return new VarcharType(values.MostCharacters);
        var (whole, scale) = (values.Numbers.WholeDigits, values.Numbers.NeededScale);
        return wanted.Delta is DecimalType { Scale: > 0 } ? new DecimalType(Math.Max(1, whole + scale), scale) : wanted.Delta;
    }

    /// <summary>The option of a mapping with which a column takes values that it does not hold; null for none.</summary>
    public static string? Option(DeltaType has, ValueEvidence values)
    {
        var count = values.Count - values.Nulls;
        return has switch
        {
            ArrayType when values.Arrays == count && values.Element is { Nulls: > 0 } => "null_items",
            MapType when values.Objects == count && values.CommonMember().Nulls > 0 => "null_items",
            { Kind: DeltaKind.Timestamp } when Numbers(values).Count == count => "formats",
            { Kind: DeltaKind.String } when values.Objects + values.Arrays > 0 => "as: json",
            { Kind: DeltaKind.Timestamp } when values.Texts[TextFormat.Date] == count => "formats and zone",
            _ => null,
        };
    }

    /// <summary>The numbers, also those in text, which columns of numbers take.</summary>
    private static NumberEvidence Numbers(ValueEvidence values)
    {
        var all = new NumberEvidence();
        all.Add(values.Numbers);
        all.Add(values.Texts.Numbers);
        return all;
    }

    private static bool IsWithin(NumberEvidence numbers, long least, long most) =>
        numbers.AreInt64 && numbers.Least >= least && numbers.Most <= most;
}
