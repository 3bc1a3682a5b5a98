using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>The outcome of one message of an event.</summary>
/// <param name="Index">Its position in the event, from 0.</param>
/// <param name="MessageId">Its id as it is in the event.</param>
/// <param name="Outcome">Whether it became rows, failed, was dropped or went to quarantine.</param>
/// <param name="Rows">Its rows in all tables; for a message in quarantine, the row of the quarantine table.</param>
/// <param name="Error">Why it did not become rows; null if it did.</param>
public sealed record InspectedMessage(
    int Index, string MessageId, EncodeOutcome Outcome, IReadOnlyList<InspectedRow> Rows, RecordError? Error)
{
    /// <summary>
    /// Everything that is wrong with the message, as far as it can be found: <see cref="Error"/> first, then what fails in
    /// other columns. Empty if it became rows.
    /// </summary>
    public IReadOnlyList<InspectedFailure> Failures { get; init; } = [];

    /// <summary>
    /// For a column that finds nothing, a name of the body that differs only in case and separators; columns that do not hold all
    /// digits of a value; and names that an object of the body has twice. A sentence for each.
    /// </summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>
    /// Why the message has no row, although nothing is wrong with it or no table takes it: a reason for each table. Empty for
    /// every other message.
    /// </summary>
    public IReadOnlyList<NoRowReason> WithoutRow { get; init; } = [];

    /// <summary>Why rows of the message are skipped that has others: a reason for each of these rows.</summary>
    public IReadOnlyList<NoRowReason> SkippedRows { get; init; } = [];

    /// <summary>Copies the results of the last message from the encoder.</summary>
    internal static InspectedMessage Of(
        MappingPlan plan, RecordEncoder encoder, SourceMessage message, EncodeOutcome outcome,
        (IReadOnlyList<NoRowReason> WithoutRow, IReadOnlyList<NoRowReason> Skipped) reasons) =>
        new(
        message.RecordIndex, Encoding.UTF8.GetString(message.MessageId), outcome,
        [.. encoder.Rows.Select(row => new InspectedRow(plan.Targets[row.Target], encoder.Bytes(row).ToArray()))], encoder.Error)
        {
            WithoutRow = encoder.Error is null ? (encoder.Rows.Count == 0 ? reasons.WithoutRow : [])
                : encoder.Error.Code == RecordErrorCode.Unrouted ? reasons.WithoutRow : [],
            SkippedRows = encoder.Error is null && encoder.Rows.Count > 0 ? reasons.Skipped : [],
            Failures = [.. encoder.Failures.Select(failure => new InspectedFailure(failure.Error, failure.Value))],
        };
}

/// <summary>An error of a message.</summary>
/// <param name="Error">The error.</param>
/// <param name="Value">
/// The value as JSON, or the line of the body with a caret below it; null if values are not kept, or there is none.
/// </param>
public sealed record InspectedFailure(RecordError Error, string? Value);

/// <summary>A row that a message became.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Record">Its bytes.</param>
public sealed record InspectedRow(TargetTable Table, ReadOnlyMemory<byte> Record);
