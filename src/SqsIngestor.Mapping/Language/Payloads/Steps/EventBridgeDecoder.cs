using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary><c>unwrap: eventbridge</c>: the detail of an event, as it stands.</summary>
internal sealed class EventBridgeDecoder(PayloadDocument envelope, bool auto) : PayloadDecoder
{
    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        // Most of what is not an event is told without reading it.
        if (auto && payload.Written.IndexOf("\"detail-type\""u8) < 0) return RecordErrorCode.None;
        var code = envelope.Parse(payload.Bytes, 0, payload.Length);
        if (code == RecordErrorCode.None && !IsEvent()) code = RecordErrorCode.EnvelopeShape;
        if (code != RecordErrorCode.None)
        {
            envelope.Clear();
            return auto ? RecordErrorCode.None : code;
        }
        Output.Length = 0;
        Output.Write(envelope.Value(EnvelopeSlots.EventDetail).Text);
        payload = Output;
        return RecordErrorCode.None;
    }

    private bool IsEvent() =>
        envelope.Value(EnvelopeSlots.EventDetailType).Kind == ValueKind.String
        && envelope.Value(EnvelopeSlots.EventSource).Kind == ValueKind.String && envelope.Value(EnvelopeSlots.EventDetail).Kind == ValueKind.Object;
}
