using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// <c>unwrap: sns</c>: the Message of a notification. A topic with raw message delivery sends none, so <c>auto</c>
/// serves both.
/// </summary>
internal sealed class SnsDecoder(PayloadDocument envelope, bool auto) : PayloadDecoder
{
    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        // Most of what is not a notification is told without reading it.
        if (auto && payload.Written.IndexOf("\"TopicArn\""u8) < 0) return RecordErrorCode.None;
        var code = envelope.Parse(payload.Bytes, 0, payload.Length);
        if (code == RecordErrorCode.None && !IsNotification()) code = RecordErrorCode.EnvelopeShape;
        if (code != RecordErrorCode.None)
        {
            envelope.Clear();
            return auto ? RecordErrorCode.None : code;
        }
        var message = envelope.Value(EnvelopeSlots.SnsMessage);
        Output.Length = 0;
        if (!JsonText.TryUnescape(message.Text, Output.Reserve(message.Text.Length), out var length)) return RecordErrorCode.TextEncoding;
        Output.Length = length;
        payload = Output;
        return RecordErrorCode.None;
    }

    private bool IsNotification() =>
        envelope.Value(EnvelopeSlots.SnsType).IsText("Notification"u8)
        && envelope.Value(EnvelopeSlots.SnsTopicArn).Kind == ValueKind.String && envelope.Value(EnvelopeSlots.SnsMessage).Kind == ValueKind.String;
}
