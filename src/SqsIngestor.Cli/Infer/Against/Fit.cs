using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Evidence;

namespace SqsIngestor.Cli.Infer.Against;

/// <summary>Whether a column that exists holds the values of samples.</summary>
internal static class Fit
{
    /// <param name="has">The type of the column, or of its elements.</param>
    /// <param name="wanted">The type that the values would get.</param>
    /// <param name="field">The field with the values.</param>
    public static bool Holds(DeltaType has, DeltaType wanted, InferredField field)
    {
        var values = Values(field, wanted);
        var isScalar = values.Objects == 0 && values.Arrays == 0;
        if (values.Count == values.Nulls) return true;
        if (has.Kind == DeltaKind.Variant) return !values.HasDuplicates;
        if (has is ArrayType or MapType or StructType) return false;
        if (!isScalar) return has.Kind == DeltaKind.String && field.Type.As == InferredType.JsonText;
        var (numbers, onlyNumbers) = (values.Numbers, values.Numbers.Count == values.Count - values.Nulls);
        return has.Kind switch
        {
            DeltaKind.String => true,
            DeltaKind.Varchar => has is VarcharType text && values.MostCharacters <= text.Length,
            DeltaKind.Char => has is CharType text && values.MostCharacters <= text.Length,
            DeltaKind.Binary => values.Texts.Count == values.Count - values.Nulls,
            DeltaKind.Boolean => values.Bools == values.Count - values.Nulls,
            DeltaKind.TinyInt => onlyNumbers && IsWithin(numbers, sbyte.MinValue, sbyte.MaxValue),
            DeltaKind.SmallInt => onlyNumbers && IsWithin(numbers, short.MinValue, short.MaxValue),
            DeltaKind.Int => onlyNumbers && IsWithin(numbers, int.MinValue, int.MaxValue),
            DeltaKind.BigInt => onlyNumbers && numbers.FitInt64,
            DeltaKind.Float => onlyNumbers && !numbers.LosesInFloat,
            DeltaKind.Double => onlyNumbers && numbers is { ExceedsDouble: false, LosesInDouble: false },
            DeltaKind.Decimal => onlyNumbers && has is DecimalType type && numbers.Scale <= type.Scale
                && numbers.IntegerDigits <= type.Precision - type.Scale,
            // A DATE has no time of day, and a TIMESTAMP_NTZ no offset.
            DeltaKind.Date => wanted.Kind == DeltaKind.Date,
            DeltaKind.TimestampNtz => wanted.Kind is DeltaKind.Date or DeltaKind.TimestampNtz,
            DeltaKind.Timestamp => wanted.Kind == DeltaKind.Timestamp,
            _ => false,
        };
    }

    /// <summary>How many values have digits below the microsecond, which a column with a time cuts off.</summary>
    public static long Cut(DeltaType has, DeltaType wanted, InferredField field) =>
        has.Kind is DeltaKind.Timestamp or DeltaKind.TimestampNtz && Values(field, wanted) is var values
            ? values.Texts.FineTimes + values.Numbers.FineTimes
            : 0;

    /// <summary>The least type that holds the values: a DECIMAL or VARCHAR without room for more.</summary>
    public static DeltaType Need(DeltaType has, DeltaType wanted, InferredField field)
    {
        var values = Values(field, wanted);
        if (has is VarcharType or CharType && values.Objects + values.Arrays == 0) return new VarcharType(values.MostCharacters);
        return wanted is DecimalType { Scale: > 0 }
            ? new DecimalType(values.Numbers.IntegerDigits + values.Numbers.Scale, values.Numbers.Scale)
            : wanted;
    }

    /// <summary>The values of a field, or of its elements if the type is theirs.</summary>
    public static ValueEvidence Values(InferredField field, DeltaType wanted) =>
        Values(field.Evidence, field.Type.Delta, wanted);

    private static bool IsWithin(NumberEvidence numbers, long least, long most) =>
        numbers.FitInt64 && numbers.Least >= least && numbers.Most <= most;

    /// <summary>The values of the column, or of its elements if the types are those of elements.</summary>
    private static ValueEvidence Values(ValueEvidence evidence, DeltaType whole, DeltaType wanted) =>
        ReferenceEquals(whole, wanted) ? evidence
        : whole is ArrayType array ? Values(evidence.Element!, array.Element, wanted)
        : whole is MapType map ? Values(evidence.CommonMember(), map.Value, wanted)
        : evidence;
}
