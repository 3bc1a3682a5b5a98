using System.Diagnostics;
using System.Globalization;
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
    public EncodeStatus WithoutContainer(in SourceValue value, string column, ValueSource source, EncodeContext context) =>
        value.Kind switch
        {
            ValueKind.Missing => WithoutValue(column, source, required: false, context),
            ValueKind.Null when IsBlocked(source, context) => Blocked(column, source, required: false, context),
            ValueKind.Null => Apply(OnNull, RecordErrorCode.Null, FailedPlace.Value, column, source, required: false, context),
            ValueKind.Error => Refuse(value.ErrorCode, column, source, context),
            _ => Refuse(RecordErrorCode.WrongType, column, source, context),
        };

    /// <summary>For an array of which an element does not fit.</summary>
    /// <param name="code">Why.</param>
    /// <param name="column">The name of the column.</param>
    /// <param name="source">Reads the array.</param>
    /// <param name="position">The position of the element.</param>
    /// <param name="context">The message.</param>
    public EncodeStatus RefuseElement(
        RecordErrorCode code, string column, ValueSource source, int position, EncodeContext context)
    {
        if (OnError == Policy.Fail || context.Watch is not null)
            context.AddBelow("/" + position.ToString(CultureInfo.InvariantCulture));
        return Refuse(code, column, source, context);
    }

    /// <summary>For an object of which an entry does not fit.</summary>
    /// <param name="code">Why.</param>
    /// <param name="column">The name of the column.</param>
    /// <param name="source">Reads the object.</param>
    /// <param name="position">The position of the entry.</param>
    /// <param name="isKey">Its key does not fit, and not its value.</param>
    /// <param name="context">The message.</param>
    public EncodeStatus RefuseEntry(
        RecordErrorCode code, string column, ValueSource source, int position, bool isKey, EncodeContext context)
    {
        if (OnError == Policy.Fail || context.Watch is not null) context.AddEntryBelow(position, isKey);
        return Refuse(code, column, source, context);
    }

    /// <summary>For an object or array that does not fit as a whole.</summary>
    public EncodeStatus Refuse(RecordErrorCode code, string column, ValueSource source, EncodeContext context) =>
        Apply(OnError, code, FailedPlace.Value, column, source, required: false, context);

    /// <summary>
    /// For a value that is missing, perhaps because its path needs an object or array where another value stands.
    /// </summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="source">Reads the value.</param>
    /// <param name="required">A row needs the column.</param>
    /// <param name="context">The message.</param>
    public EncodeStatus WithoutValue(string column, ValueSource source, bool required, EncodeContext context) =>
        IsBlocked(source, context)
            ? Blocked(column, source, required, context)
            : Apply(OnMissing, RecordErrorCode.Missing, FailedPlace.Value, column, source, required, context);

    /// <summary>
    /// Whether the path of a missing value, or one of several paths without a value, needs an object or array where another value
    /// stands.
    /// </summary>
    public static bool IsBlocked(ValueSource source, EncodeContext context) =>
        source.BlockedBy(context).Kind != ValueKind.Missing;

    /// <summary>For a value that is missing because its path needs an object or array where another value stands.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="source">Reads the value.</param>
    /// <param name="required">A row needs the column.</param>
    /// <param name="context">The message.</param>
    public EncodeStatus Blocked(string column, ValueSource source, bool required, EncodeContext context) =>
        Apply(OnError, source.BlockedCode(context), FailedPlace.Blocking, column, source, required, context);

    /// <summary>
    /// Acts by a policy: the only place that decides what becomes of a column without a usable value, and of the value that is
    /// not usable. The caller writes the default, if that is the policy.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="code">Why the value is not usable.</param>
    /// <param name="place">Where that value stands.</param>
    /// <param name="column">The name of the column.</param>
    /// <param name="source">Reads the value.</param>
    /// <param name="required">A row needs the column, so it cannot stay unset.</param>
    /// <param name="context">The message.</param>
    public static EncodeStatus Apply(
        Policy policy, RecordErrorCode code, FailedPlace place, string column, ValueSource source, bool required,
        EncodeContext context)
    {
        if (policy == Policy.Fail || (required && policy is (Policy.ToNull or Policy.Rescue)))
        {
            return place == FailedPlace.Blocking
                ? context.FailAtBlocking(code, column, source)
                : context.Fail(code, column, source);
        }
        context.Watch?.Handled(code, column, source, context);
        switch (policy)
        {
            case Policy.SkipRow:
                return EncodeStatus.SkipRow;
            case Policy.Rescue when place == FailedPlace.Blocking:
                source.RescueBlocking(context);
                break;
            case Policy.Rescue:
                source.Rescue(context);
                break;
            case Policy.ToNull or Policy.Default:
                if (CountsAsRead(policy, place, source, context)) source.MarkRead(context);
                break;
            default:
                throw new UnreachableException();
        }
        context.ForgetError();
        return EncodeStatus.Ok;
    }

    /// <summary>Whether a value that the row does not have counts as read nevertheless.</summary>
    private static bool CountsAsRead(Policy policy, FailedPlace place, ValueSource source, EncodeContext context)
    {
        if (context.Tracking == ReadTracking.None || place == FailedPlace.Blocking) return false;
        // What stands at the path of a column, whatever the column makes of it.
        if (context.Tracking == ReadTracking.Values && place == FailedPlace.Value) return true;
        // Nothing is lost of a null that becomes NULL. A default replaces it.
        return policy == Policy.ToNull && source.ReadOriginal(context).Kind == ValueKind.Null;
    }
}

/// <summary>Where the value stands that makes a column fail.</summary>
internal enum FailedPlace : byte
{
    /// <summary>At the path of the column.</summary>
    Value,

    /// <summary>Above the path, where it needs an object or an array. No column reads that value.</summary>
    Blocking,

    /// <summary>At the path of a presence test, which does not read the value.</summary>
    Presence,
}
