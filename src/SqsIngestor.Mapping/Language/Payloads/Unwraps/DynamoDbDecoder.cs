using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Documents;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>
/// <c>unwrap: dynamodb</c>: the records of a DynamoDB stream, whose attributes have their values instead of objects with a type.
/// </summary>
internal sealed class DynamoDbDecoder(DocumentContext context) : RecordsDecoder(context)
{
    private bool _hasChange;

    protected override RecordErrorCode WriteDocument(ref JsonCopier json)
    {
        _hasChange = false;
        Output.Write((byte)'{');
        while (json.NextMember())
        {
            var isChange = json.Is("dynamodb"u8);
            json.CopyName();
            if (!isChange || json.Token != JsonTokenType.StartObject) json.CopyValue();
            else if (WriteChange(ref json) is var code and not RecordErrorCode.None) return code;
        }
        Output.Write((byte)'}');
        return _hasChange ? RecordErrorCode.None : NotEnvelope(InRecord("has no dynamodb"));
    }

    private RecordErrorCode WriteChange(ref JsonCopier json)
    {
        _hasChange = true;
        Output.Write((byte)'{');
        while (json.NextMember())
        {
            var isItem = json.Is("NewImage"u8) || json.Is("OldImage"u8) || json.Is("Keys"u8);
            json.CopyName();
            if (!isItem || json.Token != JsonTokenType.StartObject) json.CopyValue();
            else if (WriteItem(ref json) is var code and not RecordErrorCode.None) return code;
        }
        Output.Write((byte)'}');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteItem(ref JsonCopier json)
    {
        Output.Write((byte)'{');
        while (json.NextMember())
        {
            json.CopyName();
            if (WriteAttribute(ref json) is var code and not RecordErrorCode.None) return code;
        }
        Output.Write((byte)'}');
        return RecordErrorCode.None;
    }

    /// <summary>Writes the value of an object with a type and a value.</summary>
    private RecordErrorCode WriteAttribute(ref JsonCopier json)
    {
        if (IsFull) return RecordErrorCode.BodySize;
        if (json.Token != JsonTokenType.StartObject || !json.NextMember()) return NotTyped();
        var type = json.Text;
        json.Read();
        var code = WriteValue(ref json, type);
        if (code != RecordErrorCode.None) return code;
        return json.NextMember() ? NotTyped() : RecordErrorCode.None;
    }

    private RecordErrorCode WriteValue(ref JsonCopier json, ReadOnlySpan<byte> type)
    {
        switch (type)
        {
            case [(byte)'S'] or [(byte)'B'] when json.Token == JsonTokenType.String:
            case [(byte)'B', (byte)'O', (byte)'O', (byte)'L'] when json.Token is JsonTokenType.True or JsonTokenType.False:
                json.CopyValue();
                return RecordErrorCode.None;
            case [(byte)'N'] when json.Token == JsonTokenType.String:
                return WriteNumber(ref json);
            case [(byte)'N', (byte)'U', (byte)'L', (byte)'L'] when json.Token == JsonTokenType.True:
                Output.Write("null"u8);
                return RecordErrorCode.None;
            case [(byte)'M'] when json.Token == JsonTokenType.StartObject:
                return WriteItem(ref json);
            case [(byte)'L'] or [(byte)'S' or (byte)'N' or (byte)'B', (byte)'S'] when json.Token == JsonTokenType.StartArray:
                return WriteElements(ref json, type);
            default:
                return NotTyped();
        }
    }

    private RecordErrorCode WriteElements(ref JsonCopier json, ReadOnlySpan<byte> type)
    {
        Output.Write((byte)'[');
        while (json.NextElement())
        {
            json.Separate();
            var code = type is [(byte)'L'] ? WriteAttribute(ref json) : WriteValue(ref json, type[..1]);
            if (code != RecordErrorCode.None) return code;
        }
        Output.Write((byte)']');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteNumber(ref JsonCopier json)
    {
        if (!JsonNumber.IsNumber(json.Text)) return Wrong(InRecord("has an attribute of the type N that is not a number"));
        Output.Write(json.Text);
        return RecordErrorCode.None;
    }

    private RecordErrorCode NotTyped() => Wrong(InRecord("has an attribute that is not one value with its type"));
}
