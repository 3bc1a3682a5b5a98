using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Policies;

/// <summary>The policies for a value that is missing, is null, or does not fit.</summary>
internal sealed record ColumnPolicies(Policy OnMissing, Policy OnNull, Policy OnError)
{
    public static ColumnPolicies Standard { get; } = new(Policy.ToNull, Policy.ToNull, Policy.Fail);

    /// <summary>The policies of a column that cannot be NULL: what would leave it unset fails.</summary>
    public ColumnPolicies WithoutNull() => new(WithoutNull(OnMissing), WithoutNull(OnNull), WithoutNull(OnError));

    private static Policy WithoutNull(Policy policy) => policy is Policy.ToNull or Policy.Rescue ? Policy.Fail : policy;

    /// <summary>For a column that needs an object or an array and got another value.</summary>
    public EncodeStatus WithoutContainer(in SourceValue value, string column, ValueSource source, EncodeContext context)
    {
        if (value.Kind == ValueKind.Missing && source.Obstacle(context).Kind != ValueKind.Missing)
            return OverObstacle(column, source, required: false, context);
        return value.Kind switch
        {
            ValueKind.Missing => Apply(OnMissing, RecordErrorCode.Missing, column, source, context),
            ValueKind.Null => Apply(OnNull, RecordErrorCode.Null, column, source, context),
            ValueKind.Error => Apply(OnError, value.ErrorCode, column, source, context),
            _ => Apply(OnError, RecordErrorCode.WrongType, column, source, context),
        };
    }

    /// <summary>For an object or array of which a part does not fit.</summary>
    /// <param name="code">Why.</param>
    /// <param name="column">The name of the column.</param>
    /// <param name="source">Reads the object or array.</param>
    /// <param name="position">The position of the part in it.</param>
    /// <param name="context">The message.</param>
    public EncodeStatus RefusePart(
        RecordErrorCode code, string column, ValueSource source, int position, EncodeContext context) =>
        OnError == Policy.Fail
            ? context.FailBelow(code, column, source, position)
            : Apply(OnError, code, column, source, context);

    /// <summary>For an object or array that does not fit as a whole.</summary>
    public EncodeStatus Refuse(RecordErrorCode code, string column, ValueSource source, EncodeContext context) =>
        Apply(OnError, code, column, source, context);

    /// <summary>For a value that is missing because the document in which the path looks is not an object or array.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="source">Reads the value.</param>
    /// <param name="required">A row needs the column.</param>
    /// <param name="context">The message.</param>
    public EncodeStatus OverObstacle(string column, ValueSource source, bool required, EncodeContext context)
    {
        if (OnError == Policy.Fail || (required && OnError != Policy.SkipRow))
            return context.FailAtObstacle(column, source);
        context.Watch?.Handled(RecordErrorCode.WrongType, column, source, context);
        // With to_null, it stays in the rest of a scope: the column has not read it.
        if (OnError == Policy.Rescue) source.RescueObstacle(context);
        return OnError == Policy.SkipRow ? EncodeStatus.SkipRow : EncodeStatus.Ok;
    }

    private static EncodeStatus Apply(
        Policy policy, RecordErrorCode code, string column, ValueSource source, EncodeContext context)
    {
        if (policy == Policy.Fail) return context.Fail(code, column, source);
        context.Watch?.Handled(code, column, source, context);
        switch (policy)
        {
            case Policy.SkipRow:
                return EncodeStatus.SkipRow;
            case Policy.Rescue:
                source.Rescue(context);
                return EncodeStatus.Ok;
            case Policy.ToNull or Policy.Default:
                source.MarkRead(context);
                return EncodeStatus.Ok;
            default:
                throw new UnreachableException();
        }
    }
}
