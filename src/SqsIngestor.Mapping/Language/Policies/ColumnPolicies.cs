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

    /// <summary>For a column that needs an object or an array and got another value.</summary>
    public EncodeStatus WithoutContainer(ValueKind kind, string column, ValueSource source, EncodeContext context)
    {
        var (policy, code) = kind switch
        {
            ValueKind.Missing => (OnMissing, RecordErrorCode.Missing),
            ValueKind.Null => (OnNull, RecordErrorCode.Null),
            _ => (OnError, RecordErrorCode.WrongType),
        };
        return policy switch
        {
            Policy.Fail => context.Fail(code, column, source.PointerIn(context)),
            Policy.SkipRow => EncodeStatus.SkipRow,
            Policy.ToNull or Policy.Rescue or Policy.Default => EncodeStatus.Ok,
            _ => throw new UnreachableException(),
        };
    }
}
