using System.Text.Json;

namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>
/// An SQS event as the event source mapping sees it, and the outcome of an answer for its messages. It has no state: a queue with
/// visibility timeouts acts on the outcome.
/// </summary>
public sealed class SqsBatch
{
    private SqsBatch(IReadOnlyList<BatchMessage> messages) => Messages = messages;

    /// <summary>The messages in order.</summary>
    public IReadOnlyList<BatchMessage> Messages { get; }

    /// <summary>Reads the messages' ids.</summary>
    /// <param name="utf8">The event.</param>
    /// <exception cref="FormatException">It is not an SQS event: JSON with Records, each with a messageId.</exception>
    public static SqsBatch Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("Records", out var records)
                || records.ValueKind != JsonValueKind.Array)
            {
                throw new FormatException("event_not_sqs: the event has no array Records.");
            }

            return new SqsBatch([.. records.EnumerateArray().Select(ReadMessage)]);
        }
        catch (JsonException e)
        {
            throw new FormatException($"event_not_json: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("event_not_sqs: a messageId or a receiptHandle is not Unicode text.", e);
        }
    }

    /// <summary>Like <see cref="Read"/>; null if it is not an SQS event.</summary>
    /// <param name="utf8">The event.</param>
    public static SqsBatch? TryRead(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return Read(utf8);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Decides the outcome of an invocation for its messages.</summary>
    /// <param name="result">The result of the invocation.</param>
    /// <param name="reportBatchItemFailures">Whether the mapping has ReportBatchItemFailures. Default true.</param>
    public BatchOutcome Classify(InvocationResult result, bool reportBatchItemFailures = true)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Outcome != InvocationOutcome.Succeeded) return AllReturned($"{result.Outcome}: {result.ErrorType}");
        if (!reportBatchItemFailures) return AllDeleted("the mapping lacks ReportBatchItemFailures, so any response is success");
        var response = ReceivedBatchResponse.Read(result.Response);
        if (response.Fault is { } fault) return AllReturned(fault);
        if (response.FailedIds.Count == 0) return AllDeleted(response.Note);
        if (!response.FailedIds.IsSubsetOf(Messages.Select(message => message.MessageId)))
        {
            return AllReturned("an itemIdentifier is the id of no message of the batch");
        }

        var returned = Messages.Where(message => response.FailedIds.Contains(message.MessageId)).ToList();
        return new BatchOutcome(BatchOutcomeKind.PartialFailure, [.. Messages.Except(returned)], returned, response.Note);
    }

    private BatchOutcome AllReturned(string reason) => new(BatchOutcomeKind.CompleteFailure, [], Messages, reason);

    private BatchOutcome AllDeleted(string reason) => new(BatchOutcomeKind.Success, Messages, [], reason);

    private static BatchMessage ReadMessage(JsonElement record, int index)
    {
        var id = Text(record, "messageId") ?? throw new FormatException($"event_not_sqs: Records[{index}] has no messageId.");
        return new BatchMessage(index, id, Text(record, "receiptHandle") ?? "");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out var member)
            && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;
}

/// <summary>One message of a batch.</summary>
/// <param name="Index">Its place in the event's Records, from 0.</param>
/// <param name="MessageId">Its id. Two messages of one batch may have the same id.</param>
/// <param name="ReceiptHandle">The handle of this receipt; empty if the event has none.</param>
public sealed record BatchMessage(int Index, string MessageId, string ReceiptHandle);
