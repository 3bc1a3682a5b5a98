using System.Diagnostics;
using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>
/// <c>unwrap: kinesis</c>: records whose data is base64. The members of <c>kinesis</c>, as Lambda functions get it, are members
/// of the document, as EventBridge Pipes sends them.
/// </summary>
internal sealed class KinesisDecoder(DocumentContext context, KinesisData form) : RecordsDecoder(context)
{
    private readonly JsonReaderOptions _options = new() { MaxDepth = context.MaxDepth };
    private readonly PayloadBuffer _text = new(context.Memory);
    private readonly PayloadBuffer _data = new(context.Memory);
    private bool _hasData;

    protected override RecordErrorCode WriteDocument(ref JsonCopier json)
    {
        _hasData = false;
        Output.Write((byte)'{');
        while (json.NextMember())
        {
            var code = json.Is("kinesis"u8) ? WriteInner(ref json) : WriteMember(ref json);
            if (code != RecordErrorCode.None) return code;
        }
        Output.Write((byte)'}');
        return _hasData ? RecordErrorCode.None : NotEnvelope(InRecord("has no data"));
    }

    private RecordErrorCode WriteInner(ref JsonCopier json)
    {
        json.Read();
        if (json.Token != JsonTokenType.StartObject) return NotEnvelope(InRecord("has a kinesis that is not an object"));
        while (json.NextMember())
        {
            if (WriteMember(ref json) is var code and not RecordErrorCode.None) return code;
        }
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteMember(ref JsonCopier json)
    {
        if (IsFull) return RecordErrorCode.BodySize;
        var isData = json.Is("data"u8) || json.Is("Data"u8);
        json.CopyName();
        if (isData && json.Token == JsonTokenType.String) return WriteData(json.Text);
        json.CopyValue();
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteData(ReadOnlySpan<byte> text)
    {
        _hasData = true;
        _text.Length = 0;
        var room = _text.Reserve(text.Length);
        if (!JsonText.TryUnescape(text, room, out var length)) return RecordErrorCode.TextEncoding;
        if (!Base64Text.TryRead(room[..length], out var base64)) return RecordErrorCode.Base64;
        _data.Length = 0;
        var data = _data.Reserve(base64.Size)[..base64.Size];
        if (!base64.TryDecode(data)) return RecordErrorCode.Base64;
        switch (form)
        {
            case KinesisData.Text:
                return JsonValueWriter.WriteText(data, Output, MaxBytes);
            case KinesisData.Base64:
                JsonValueWriter.WriteBytes(data, Output);
                return RecordErrorCode.None;
            case KinesisData.Json:
                return WriteJson(data);
            default:
                throw new UnreachableException();
        }
    }

    private RecordErrorCode WriteJson(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith("\uFEFF"u8)) data = data["\uFEFF"u8.Length..];
        try
        {
            var reader = new Utf8JsonReader(data, _options);
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            return JsonDepth.Exceeds(data, _options.MaxDepth)
                ? RecordErrorCode.BodyDepth
                : Wrong(InRecord("has data that is not JSON"));
        }
        JsonCopier.Copy(data, Output);
        return RecordErrorCode.None;
    }
}
