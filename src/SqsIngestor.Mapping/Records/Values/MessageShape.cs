using System.Text;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Sources;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>How an object fills a message by the names of its members. Members without a field are passed over.</summary>
internal sealed class MessageShape
{
    /// <summary>Deepest nesting of messages in a record, as protobuf parsers allow by default.</summary>
    public const int MaxDepth = 100;

    private Field[] _fields = [];
    private NameTable<Field> _names = new([]);

    /// <summary>Completes the shape; a recursive message refers to it before that.</summary>
    public void Complete(IEnumerable<(string Name, bool Required, ValueCodec Codec)> fieldsByNumber)
    {
        _fields = [.. fieldsByNumber.Select((f, i) => new Field(i, f.Name, f.Required, f.Codec))];
        _names = new([.. _fields.Select(f => KeyValuePair.Create(Encoding.UTF8.GetBytes(f.Name), f))]);
    }

    public RecordErrorCode TryWriteFields(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if (value.Kind != ValueKind.Object) return RecordErrorCode.WrongType;
        if (++context.Depth > MaxDepth) return RecordErrorCode.Depth;
        var tape = value.Tape!;
        var nodes = _fields.Length <= 64 ? stackalloc int[64] : new int[_fields.Length];
        nodes.Fill(-1);
        for (int name = value.Node + 1, end = tape[value.Node].End; name < end; name = tape[name + 1].End)
        {
            if (_names.Find(tape.Raw(name)) is { } field) nodes[field.Index] = name + 1;
        }
        foreach (var field in _fields)
        {
            var member = SourceValue.FromTape(tape, nodes[field.Index]);
            var code = member.Kind switch
            {
                ValueKind.Missing => field.Required ? RecordErrorCode.Missing : RecordErrorCode.None,
                ValueKind.Null => field.Required ? RecordErrorCode.Null : RecordErrorCode.None,
                _ => field.Codec.TryWrite(member, context, writer),
            };
            if (code == RecordErrorCode.None) continue;
            context.AddBelow("/" + field.Name);
            return code;
        }
        context.Depth--;
        return RecordErrorCode.None;
    }

    private sealed record Field(int Index, string Name, bool Required, ValueCodec Codec);
}
