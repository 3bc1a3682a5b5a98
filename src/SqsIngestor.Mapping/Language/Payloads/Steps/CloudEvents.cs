using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Reference;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// A CloudEvents event, version 1: a JSON object (structured mode), or message attributes with ce- or ce_ before their names
/// (binary mode), beside a body that is the data.
/// </summary>
internal sealed class CloudEventsEnvelope(int index) : Envelope(
    index, "cloudevents", ["specversion", "id", "source", "type", "datacontenttype", "data", "data_base64"])
{
    /// <summary>The slot of the id, which every event has.</summary>
    public const int IdSlot = 2;

    private const int VersionSlot = 1;
    private const int SourceSlot = 3;
    private const int TypeSlot = 4;
    private const int ContentTypeSlot = 5;
    private const int DataSlot = 6;
    private const int BytesSlot = 7;

    public override ReadOnlySpan<byte> Marker => "\"specversion\""u8;

    // The data can be bytes. Every step that takes text takes bytes too.
    public override PayloadForm Gives => PayloadForm.Bytes;

    public override bool MayLackData => true;

    public override string Title => "CloudEvents";

    public override string Meaning =>
        "Replaces a CloudEvents event with its data. If the message has the attributes of an event (`ce-id` or `ce_id`), the "
        + "body is the data.";

    public override ReferenceExample Example => new(
        "decode: [{ unwrap: cloudevents }, json]",
        """{"specversion":"1.0","id":"1","source":"/shop","type":"order","data":{"a":1}}""", """{"a":1}""");

    public override UnwrapDecoder CreateDecoder(PayloadStepContext context) =>
        new CloudEventsDecoder(this, context.Values.Envelopes[Index], context.Attributes, context.Memory, context.Auto);

    public override bool Matches(PayloadDocument document)
    {
        var version = document.Value(VersionSlot);
        return version.Kind == ValueKind.String && version.Text.StartsWith("1."u8)
            && document.Value(IdSlot).Kind == ValueKind.String
            && document.Value(SourceSlot).Kind == ValueKind.String && document.Value(TypeSlot).Kind == ValueKind.String;
    }

    public override RecordErrorCode TryWriteContents(PayloadDocument document, PayloadBuffer output)
    {
        var bytes = document.Value(BytesSlot);
        if (bytes.Kind == ValueKind.String) return WriteBytes(bytes, output);
        var data = document.Value(DataSlot);
        if (data.Kind != ValueKind.String)
        {
            // An event need not have data.
            output.Write(data.Kind is ValueKind.Missing or ValueKind.Null ? "null"u8 : data.Text);
            return RecordErrorCode.None;
        }
        var room = output.Reserve(data.Text.Length);
        if (!JsonText.TryUnescape(data.Text, room, out var length)) return RecordErrorCode.TextEncoding;
        output.Length = length;
        if (!IsJson(document.Value(ContentTypeSlot))) return RecordErrorCode.None;
        // JSON data is a value. Some senders write its text as a string.
        if (output.Written.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..]) return RecordErrorCode.None;
        output.Length = 0;
        output.Write((byte)'"');
        output.Write(data.Text);
        output.Write((byte)'"');
        return RecordErrorCode.None;
    }

    private static RecordErrorCode WriteBytes(in SourceValue bytes, PayloadBuffer output)
    {
        // The text of base64 stands behind the room for its bytes.
        var room = output.Reserve(2 * bytes.Text.Length);
        if (!JsonText.TryUnescape(bytes.Text, room[bytes.Text.Length..], out var length)) return RecordErrorCode.TextEncoding;
        if (!Base64Text.TryRead(room.Slice(bytes.Text.Length, length), out var base64)) return RecordErrorCode.Base64;
        if (!base64.TryDecode(room[..base64.Size])) return RecordErrorCode.Base64;
        output.Length = base64.Size;
        return RecordErrorCode.None;
    }

    /// <summary>Whether a media type is that of JSON. Without one, the data is JSON.</summary>
    private static bool IsJson(in SourceValue mediaType)
    {
        if (mediaType.Kind != ValueKind.String) return true;
        var type = mediaType.Text;
        if (type.IndexOf((byte)';') is >= 0 and var parameters) type = type[..parameters];
        type = type.Trim(" \t"u8);
        // JSON can write the slash as "\/".
        return EndsWith(type, "/json"u8) || EndsWith(type, "+json"u8);
    }

    private static bool EndsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end) =>
        text.Length >= end.Length && System.Text.Ascii.EqualsIgnoreCase(text[^end.Length..], end);
}

/// <summary><c>unwrap: cloudevents</c>: by the attributes of the message if they are those of an event, or by the body.</summary>
internal sealed class CloudEventsDecoder(
    CloudEventsEnvelope envelope, PayloadDocument document, MessageAttributes attributes, WorkMemory memory, bool auto)
    : UnwrapDecoder(envelope, document, memory, auto)
{
    private readonly PayloadDocument _document = document;

    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        if (!TryWriteAttributes()) return base.Decode(ref payload);
        var code = _document.Parse(Output.Bytes, 0, Output.Length);
        if (code == RecordErrorCode.None && envelope.Matches(_document)) return RecordErrorCode.None;
        _document.Clear();
        return base.Decode(ref payload);
    }

    /// <summary>Writes the event without its data; false if the message has no attributes of one.</summary>
    private bool TryWriteAttributes()
    {
        Output.Length = 0;
        Output.Write((byte)'{');
        // Of two members with one name, the last counts.
        WriteAttributes(attributes.Wrapped);
        WriteAttributes(attributes.Own);
        Output.Write((byte)'}');
        return Output.Written.IndexOf(envelope.Marker) >= 0;
    }

    private void WriteAttributes(AttributeList list)
    {
        while (list.MoveNext())
        {
            var name = list.Name;
            if (name.StartsWith("ce-"u8) || name.StartsWith("ce_"u8)) name = name[3..];
            else if (name.SequenceEqual("content-type"u8) || name.SequenceEqual("Content-Type"u8)) name = "datacontenttype"u8;
            else continue;
            if (!list.TryGetValue(out var value)) continue;
            if (Output.Length > 1) Output.Write((byte)',');
            Output.Write((byte)'"');
            Output.Write(name);
            Output.Write("\":\""u8);
            Output.Write(value);
            Output.Write((byte)'"');
        }
    }
}
