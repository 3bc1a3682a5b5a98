using System.Text;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Sources;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>What became of one message of an event.</summary>
/// <param name="Index">Its position in the event, from 0.</param>
/// <param name="MessageId">Its id, as it stands in the event.</param>
/// <param name="Rows">Its rows, over all tables; empty when it failed.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record InspectedMessage(int Index, string MessageId, IReadOnlyList<InspectedRow> Rows, RecordError? Error)
{
    /// <summary>Copies what the encoder has of the message that it encoded last.</summary>
    internal static InspectedMessage Of(MappingPlan plan, RecordEncoder encoder, SourceMessage message) => new(
        message.RecordIndex, Encoding.UTF8.GetString(message.MessageId),
        [.. encoder.Rows.Select(row => new InspectedRow(plan.Tables[row.Table], encoder.Bytes(row).ToArray()))], encoder.Error);
}
