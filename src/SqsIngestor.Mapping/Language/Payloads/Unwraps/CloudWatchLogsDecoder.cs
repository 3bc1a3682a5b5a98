using System.Globalization;
using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>
/// <c>unwrap: cloudwatch_logs</c>: each log event of a subscription, with the members around the log events. The payload is JSON,
/// gzip, or the event of a Lambda function, which has gzip in base64.
/// </summary>
internal sealed class CloudWatchLogsDecoder(DocumentContext context) : EnvelopeDecoder(context)
{
    private readonly GzipDecoder _gzip = new(auto: true, context.Memory, context.MaxBytes);

    // The bytes of awslogs.data.
    private readonly PayloadBuffer _data = new(context.Memory);

    // An object with the members around the log events, without its end.
    private readonly PayloadBuffer _common = new(context.Memory);
    private bool _isInside;

    protected override RecordErrorCode Write(PayloadBuffer payload)
    {
        _isInside = false;
        return WriteMessage(payload);
    }

    protected override RecordErrorCode Write(ReadOnlySpan<byte> text, ref JsonCopier json)
    {
        if (json.Token != JsonTokenType.StartObject) return NotEnvelope("not an object");
        var events = default(Range?);
        Output.Write((byte)'{');
        while (json.NextMember())
        {
            if (!_isInside && json.Is("awslogs"u8))
            {
                var code = WriteData(ref json);
                if (code == RecordErrorCode.None) json.SkipRest();
                return code;
            }
            var (isEvents, isType) = (json.Is("logEvents"u8), json.Is("messageType"u8));
            if (isEvents)
            {
                json.Read();
                if (events is not null || json.Token != JsonTokenType.StartArray)
                {
                    return NotEnvelope("logEvents is not one array");
                }
                var start = json.Start;
                json.Skip();
                events = start..json.End;
                continue;
            }
            json.CopyName();
            if (isType && json.Is("CONTROL_MESSAGE"u8)) return RecordErrorCode.ControlMessage;
            json.CopyValue();
        }
        if (events is not { } range) return NotEnvelope("no logEvents");
        _common.Length = 0;
        _common.Write(Output.Written);
        Output.Length = 0;
        return WriteEvents(json.Part(text[range]));
    }

    private RecordErrorCode WriteMessage(PayloadBuffer payload)
    {
        var code = _gzip.Decode(ref payload);
        return code == RecordErrorCode.None ? WriteText(payload.Written) : code;
    }

    private RecordErrorCode WriteData(ref JsonCopier json)
    {
        json.Read();
        if (json.Token != JsonTokenType.StartObject) return NotEnvelope("awslogs is not an object");
        while (json.NextMember())
        {
            var isData = json.Is("data"u8);
            json.Read();
            if (!isData)
            {
                json.Skip();
                continue;
            }
            if (json.Token != JsonTokenType.String) break;
            _data.Length = _common.Length = 0;
            var room = _common.Reserve(json.Text.Length);
            if (!JsonText.TryUnescape(json.Text, room, out var length)) return RecordErrorCode.TextEncoding;
            if (!Base64Text.TryRead(room[..length], out var base64)) return RecordErrorCode.Base64;
            if (!base64.TryDecode(_data.Reserve(base64.Size)[..base64.Size])) return RecordErrorCode.Base64;
            _data.Length = base64.Size;
            Output.Length = 0;
            _isInside = true;
            var code = WriteMessage(_data);
            if (code == RecordErrorCode.None) json.SkipRest();
            return code;
        }
        return NotEnvelope("awslogs has no data");
    }

    private RecordErrorCode WriteEvents(JsonCopier json)
    {
        json.Read();
        while (json.NextElement())
        {
            if (json.Token != JsonTokenType.StartObject)
            {
                return NotEnvelope(string.Create(CultureInfo.InvariantCulture, $"log event {Count + 1} is not an object"));
            }
            Output.Write(_common.Written);
            while (json.NextMember())
            {
                json.CopyName();
                json.CopyValue();
            }
            Output.Write((byte)'}');
            if (IsFull) return RecordErrorCode.BodySize;
            EndDocument();
        }
        return RecordErrorCode.None;
    }
}
