using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary><c>unwrap: s3</c>: the records of an S3 event notification, with the keys of objects decoded.</summary>
internal sealed class S3Decoder(DocumentContext context) : RecordsDecoder(context)
{
    // The key of the object is at s3.object.key.
    private const int KeyLevel = 2;

    private readonly PayloadBuffer _key = new(context.Memory);
    private bool _hasObject;

    protected override RecordErrorCode WriteDocument(ref JsonCopier json)
    {
        _hasObject = false;
        var code = WriteLevel(ref json, 0);
        return code != RecordErrorCode.None || _hasObject ? code : NotEnvelope(InRecord("has no s3.object"));
    }

    private static ReadOnlySpan<byte> NameOf(int level) => level switch { 0 => "s3"u8, 1 => "object"u8, _ => "key"u8 };

    private RecordErrorCode WriteLevel(ref JsonCopier json, int level)
    {
        _hasObject |= level == KeyLevel;
        Output.Write((byte)'{');
        while (json.NextMember())
        {
            if (IsFull) return RecordErrorCode.BodySize;
            var isOnPath = json.Is(NameOf(level));
            var mayBeTest = level == 0 && json.Is("Event"u8);
            json.CopyName();
            if (mayBeTest && json.Is("s3:TestEvent"u8)) return RecordErrorCode.S3TestEvent;
            var code = RecordErrorCode.None;
            if (isOnPath && level < KeyLevel && json.Token == JsonTokenType.StartObject) code = WriteLevel(ref json, level + 1);
            else if (isOnPath && level == KeyLevel && json.Token == JsonTokenType.String) code = WriteKey(ref json);
            else json.CopyValue();
            if (code != RecordErrorCode.None) return code;
        }
        Output.Write((byte)'}');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteKey(ref JsonCopier json)
    {
        if (!json.IsEscaped && !UrlText.IsEncoded(json.Text))
        {
            json.CopyValue();
            return RecordErrorCode.None;
        }
        _key.Length = 0;
        var room = _key.Reserve(json.Text.Length);
        if (!JsonText.TryUnescape(json.Text, room, out var length)) return RecordErrorCode.TextEncoding;
        if (!UrlText.TryDecode(room[..length], room, out length))
        {
            return Wrong(InRecord("has a key with a percent sign without two hexadecimal digits"));
        }
        return JsonValueWriter.WriteText(room[..length], Output, MaxBytes);
    }
}
