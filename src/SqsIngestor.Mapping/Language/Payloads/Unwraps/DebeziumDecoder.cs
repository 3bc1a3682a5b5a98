using System.Globalization;
using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Documents;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>
/// <c>unwrap: debezium</c>: a change event, alone or beside its schema. With the schema, decimals become exact numbers, and dates
/// and times texts.
/// </summary>
internal sealed class DebeziumDecoder : EnvelopeDecoder
{
    private readonly int _schemaDepth;
    private readonly SchemaCache<ConnectType> _schemas;

    // Where a value is not of its type, as a pointer below the member of the event: names are content, so it has positions.
    private string? _wrongAt;

    private readonly ConnectValueWriter _values;

    public DebeziumDecoder(DocumentContext context) : base(context)
    {
        // A level of a value is three of its schema: fields, a field, and the struct in it.
        _schemaDepth = (3 * context.MaxDepth) + 16;
        (_schemas, _values) = (new(context.Memory), new(Output, context.Memory));
    }

    protected override RecordErrorCode Write(ReadOnlySpan<byte> text, ref JsonCopier json)
    {
        // The value after a deletion in a topic, which tells Kafka to forget the key.
        if (json.Token == JsonTokenType.Null) return RecordErrorCode.Tombstone;
        if (json.Token != JsonTokenType.StartObject) return NotEnvelope("not an object");
        if (text.IndexOf("\"payload\""u8) < 0) return WriteEvent(ref json, ConnectType.Plain);
        var alone = json;
        Range? schema = null, payload = null;
        while (json.NextMember())
        {
            var (isSchema, isPayload) = (json.Is("schema"u8), json.Is("payload"u8));
            json.Read();
            var start = json.Start;
            if (isPayload && json.Token == JsonTokenType.Null) return RecordErrorCode.Tombstone;
            var isObject = json.Token == JsonTokenType.StartObject;
            json.Skip();
            if (isSchema && isObject) schema = start..json.End;
            if (isPayload && isObject) payload = start..json.End;
        }
        if (payload is not { } range)
        {
            json = alone;
            return WriteEvent(ref json, ConnectType.Plain);
        }
        var type = ConnectType.Plain;
        if (schema is { } place)
        {
            if (FindSchema(text[place]) is not { } found) return Wrong("not a Kafka Connect schema");
            type = found;
        }
        var inner = json.Part(text[range]);
        inner.Read();
        return WriteEvent(ref inner, type);
    }

    private ConnectType? FindSchema(ReadOnlySpan<byte> text)
    {
        if (_schemas.Find(text) is { } known) return known;
        var before = Memory.Taken;
        if (!ConnectSchema.TryRead(text, _schemaDepth, Memory, out var type)) return null;
        _schemas.Keep(text, type, Memory.Taken - before);
        return type;
    }

    private RecordErrorCode WriteEvent(ref JsonCopier json, ConnectType type)
    {
        var hasOp = false;
        _wrongAt = null;
        Output.Write((byte)'{');
        for (var position = 0; json.NextMember(); position++)
        {
            hasOp |= json.Is("op"u8);
            var name = json.Is("before"u8) ? "before" : json.Is("after"u8) ? "after" : Position(position);
            var code = WriteField(ref json, type);
            if (code == RecordErrorCode.None) continue;
            return _wrongAt is null ? code : Wrong(
                $"the value at /{name}{_wrongAt}, where members count from 0, is not of the type that the schema gives it");
        }
        Output.Write((byte)'}');
        if (!hasOp) return NotEnvelope("no op");
        EndDocument();
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteField(ref JsonCopier json, ConnectType type)
    {
        if (IsFull) return RecordErrorCode.BodySize;
        var field = type.Kind == ConnectKind.Map ? type.Items : type.Field(json.Text, json.IsEscaped);
        json.CopyName();
        return WriteValue(ref json, field);
    }

    private RecordErrorCode WriteValue(ref JsonCopier json, ConnectType type)
    {
        switch (type.Kind)
        {
            case ConnectKind.Struct or ConnectKind.Map when json.Token == JsonTokenType.StartObject:
                return WriteObject(ref json, type);
            case ConnectKind.Array when json.Token == JsonTokenType.StartArray:
                return WriteArray(ref json, type);
            case ConnectKind.FixedScaleDecimal when json.Token == JsonTokenType.String:
                return _values.TryWriteDecimal(json.Text, type.Digits) ? RecordErrorCode.None : NotOfSchema();
            case ConnectKind.VariableScaleDecimal when json.Token == JsonTokenType.StartObject:
                return _values.TryWriteVariableScale(ref json) ? RecordErrorCode.None : NotOfSchema();
            case ConnectKind.Date or ConnectKind.Time or ConnectKind.Timestamp when json.Token == JsonTokenType.Number:
                return _values.TryWriteTime(json.Text, type) ? RecordErrorCode.None : NotOfSchema();
            // Others stay as they are: null, a decimal that is a number already, and a map whose keys are not text.
            default:
                json.CopyValue();
                return RecordErrorCode.None;
        }
    }

    private RecordErrorCode WriteObject(ref JsonCopier json, ConnectType type)
    {
        Output.Write((byte)'{');
        for (var position = 0; json.NextMember(); position++)
        {
            if (WriteField(ref json, type) is var code and not RecordErrorCode.None) return Below(position, code);
        }
        Output.Write((byte)'}');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteArray(ref JsonCopier json, ConnectType type)
    {
        Output.Write((byte)'[');
        for (var position = 0; json.NextElement(); position++)
        {
            if (IsFull) return RecordErrorCode.BodySize;
            json.Separate();
            if (WriteValue(ref json, type.Items) is var code and not RecordErrorCode.None) return Below(position, code);
        }
        Output.Write((byte)']');
        return RecordErrorCode.None;
    }

    private RecordErrorCode NotOfSchema()
    {
        _wrongAt = "";
        return RecordErrorCode.BodySyntax;
    }

    private RecordErrorCode Below(int position, RecordErrorCode code)
    {
        if (_wrongAt is not null) _wrongAt = $"/{Position(position)}{_wrongAt}";
        return code;
    }

    private static string Position(int position) => position.ToString(CultureInfo.InvariantCulture);
}
