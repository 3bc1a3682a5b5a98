using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values.WellKnown;

/// <summary>
/// google.protobuf.Any: an object whose member <c>@type</c> ends with a slash and the full name of a message of the descriptor
/// set. The other members are those of the message; a message with a form of its own stands in the member <c>value</c>.
/// </summary>
internal sealed class AnyBody : WellKnownBody
{
    private const byte TypeTag = 0x0A;
    private const byte ValueTag = 0x12;
    private const int LongestType = 1024;

    private NameTable<AnyContent> _types = new([]);

    /// <summary>Completes it. Messages that contain an Any already refer to it.</summary>
    /// <param name="types">Every message of the set, by full name.</param>
    public void Complete(IEnumerable<(string Name, AnyContent Content)> types) =>
        _types = new([.. types.Select(t => KeyValuePair.Create(Encoding.UTF8.GetBytes(t.Name), t.Content))]);

    public override bool HasParts => true;

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if (value.Kind != ValueKind.Object) return RecordErrorCode.WrongType;
        var tape = value.Tape!;
        // An Any that holds nothing has no type.
        if (tape.IsEmpty(value.Node)) return RecordErrorCode.None;
        if (!tape.TryGetMember(value.Node, "@type"u8, out var type) || Find(tape, type) is not { } content)
        {
            context.AddBelow("/@type");
            return RecordErrorCode.ProtoJson;
        }
        writer.WriteVarint(TypeTag);
        if (!writer.TryWriteText(tape.Raw(type), tape[type].Escaped)) return RecordErrorCode.TextEncoding;
        writer.WriteVarint(ValueTag);
        var mark = writer.BeginLength();
        var code = content.Shape is { } shape
            ? shape.TryWriteFields(value, context, writer)
            : WriteWellKnown(content.Body!, tape, value.Node, context, writer);
        if (code == RecordErrorCode.None) writer.EndLength(mark);
        return code;
    }

    public override void MarkRead(in SourceValue value)
    {
        var tape = value.Tape!;
        if (!tape.TryGetMember(value.Node, "@type"u8, out var type) || Find(tape, type) is not { } content) return;
        tape.MarkRead(type);
        if (content.Shape is { } shape) shape.MarkRead(value);
        else if (tape.TryGetMember(value.Node, "value"u8, out var inner))
            content.Body!.MarkRead(SourceValue.FromTape(tape, inner));
    }

    private static RecordErrorCode WriteWellKnown(
        WellKnownBody body, JsonTape tape, int node, EncodeContext context, RecordWriter writer)
    {
        if (++context.Depth > MessageShape.MaxDepth) return RecordErrorCode.Depth;
        var found = tape.TryGetMember(node, "value"u8, out var inner);
        var code = !found ? RecordErrorCode.ProtoJson
            : tape[inner].Kind != JsonKind.Null || body.TakesNull
                ? body.TryWrite(SourceValue.FromTape(tape, inner), context, writer)
            : body.NullIsEmptyInAny ? RecordErrorCode.None
            : RecordErrorCode.Null;
        if (code != RecordErrorCode.None) context.AddBelow("/value");
        else context.Depth--;
        return code;
    }

    private AnyContent? Find(JsonTape tape, int type)
    {
        if (tape[type].Kind != JsonKind.String || tape[type].Length > LongestType) return null;
        Span<byte> room = stackalloc byte[LongestType];
        if (!JsonText.TryUnescape(tape.Raw(type), room, out var length)) return null;
        var url = room[..length];
        return url.LastIndexOf((byte)'/') is >= 0 and var slash ? _types.Find(url[(slash + 1)..]) : null;
    }
}

/// <summary>How a message in an Any is written: by name, or in a form of its own.</summary>
internal sealed record AnyContent(MessageShape? Shape, WellKnownBody? Body);
