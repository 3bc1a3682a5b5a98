using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values;

namespace SqsIngestor.Mapping.Language.Failures;

/// <summary>
/// Collects what fails in a message: each column once for each error code. Made for a message that has failed.
/// </summary>
/// <param name="table">The table that is being encoded.</param>
/// <param name="inner">Observes everything too; null for none.</param>
/// <param name="keepsValues">Keeps the values that do not fit, for people on their own machine.</param>
internal sealed class FailureCollector(Func<TablePlan> table, EncodeWatch? inner, bool keepsValues) : EncodeWatch
{
    /// <summary>The most errors of one message that are kept.</summary>
    public const int Most = 20;

    // What blocks the paths of several columns is one failure.
    private readonly HashSet<(string Table, string Place, RecordErrorCode Code)> _seen = [];

    /// <summary>The errors, in the order in which they were found.</summary>
    public List<MessageFailure> Found { get; } = [];

    public override void Handled(RecordErrorCode code, string column, ValueSource source, EncodeContext context) =>
        inner?.Handled(code, column, source, context);

    public override void HandledPart(RecordErrorCode code, string part, EncodeContext context) =>
        inner?.HandledPart(code, part, context);

    public override void NullItem(NullItems action, int position, EncodeContext context) =>
        inner?.NullItem(action, position, context);

    public override bool Failed(EncodeContext context)
    {
        inner?.Failed(context);
        var error = context.ToError(table().Name);
        if (!_seen.Add((error.Table, context.Error.IsBlocking ? error.Pointer : error.Column, error.Code))) return true;
        Add(new(FailureText.Of(table(), context), keepsValues ? FailureText.ValueOf(table(), context) : null));
        return Found.Count < Most;
    }

    /// <summary>Adds an error that does not belong to a row.</summary>
    public void Add(MessageFailure failure)
    {
        if (Found.Count < Most) Found.Add(failure);
    }
}

/// <summary>An error of a message.</summary>
/// <param name="Error">The error.</param>
/// <param name="Value">The value as JSON; null if it is not kept, or there is none.</param>
internal sealed record MessageFailure(RecordError Error, string? Value);
