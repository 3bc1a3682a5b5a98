using System.Text;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>Maps the members of an object to the fields of a message, by name. Members without a field are skipped.</summary>
/// <param name="rescuesParts">
/// A member that does not fit leaves its field unset, if that may be, and goes to the rescued column alone.
/// </param>
internal sealed class MessageShape(bool rescuesParts)
{
    /// <summary>Deepest nesting of messages in a record, as protobuf parsers allow by default.</summary>
    public const int MaxDepth = 100;

    /// <summary>Two members with values have names of one field.</summary>
    private const int TwoMembers = -2;

    private Field[] _fields = [];
    private NameTable<Member> _names = new([]);

    /// <summary>Completes the shape. A recursive message already refers to it.</summary>
    public void Complete(
        IEnumerable<(IReadOnlyList<string> Names, FieldDescriptor Field, bool Required, ValueCodec Codec)> fieldsByNumber)
    {
        var fields = fieldsByNumber.ToList();
        _fields = [.. fields.Select((f, i) => new Field(i, f.Names[0], f.Field.Name, f.Required, f.Codec)
        {
            NameCount = f.Names.Count,
            Rivals = [
                .. Enumerable.Range(0, i)
                .Where(
                    earlier => f.Field.RealContainingOneof is { } oneof && fields[earlier].Field.RealContainingOneof == oneof)],
        })];
        _names = new(
            [.. _fields.SelectMany(
                f => fields[f.Index].Names.Select((n, i) => KeyValuePair.Create(Encoding.UTF8.GetBytes(n), new Member(f, i))))]);
    }

    public RecordErrorCode TryWriteFields(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if (value.Kind != ValueKind.Object) return RecordErrorCode.WrongType;
        if (++context.Depth > MaxDepth) return RecordErrorCode.Depth;
        var (tape, depth) = (value.Tape!, context.Depth);
        var nodes = _fields.Length <= 64 ? stackalloc int[64] : new int[_fields.Length];
        FindMembers(tape, value.Node, nodes);
        foreach (var field in _fields)
        {
            var start = writer.Position;
            var member = SourceValue.FromTape(tape, nodes[field.Index]);
            var code = member.Kind switch
            {
                _ when nodes[field.Index] == TwoMembers => RecordErrorCode.DuplicateKey,
                ValueKind.Missing => field.Required ? RecordErrorCode.Missing : RecordErrorCode.None,
                ValueKind.Null when !field.Codec.TakesNull => field.Required ? RecordErrorCode.Null : RecordErrorCode.None,
                _ => field.Codec.TryWrite(member, context, writer),
            };
            // As with mapped fields, a value that does not fit is named before its conflict.
            if (code == RecordErrorCode.None && writer.Position > start && HasRival(field, nodes, tape))
                code = RecordErrorCode.OneofConflict;
            if (code == RecordErrorCode.None) continue;
            var isTwice = nodes[field.Index] == TwoMembers;
            if (!rescuesParts || field.Required || (member.Kind == ValueKind.Missing && !isTwice)
                || context.PointerOf(tape) is null)
            {
                context.AddBelow("/" + field.Name, field.Column);
                return code;
            }
            // What fits stays.
            writer.Position = start;
            context.Watch?.HandledPart(code, "/" + field.Name, context);
            context.ForgetError(depth);
            if (isTwice) RescueMembers(tape, value.Node, field, context);
            else context.Rescued.Add(tape, member.Node, null);
            // Another member of its oneof may be there instead.
            nodes[field.Index] = -1;
        }
        context.Depth--;
        return RecordErrorCode.None;
    }

    /// <summary>Marks the members that have a field.</summary>
    public void MarkRead(in SourceValue value)
    {
        var tape = value.Tape!;
        if (tape.IsEmpty(value.Node)) tape.MarkRead(value.Node);
        var nodes = _fields.Length <= 64 ? stackalloc int[64] : new int[_fields.Length];
        FindMembers(tape, value.Node, nodes);
        foreach (var field in _fields)
        {
            if (nodes[field.Index] is not (>= 0 and var node)) continue;
            if (tape.IsEmpty(node)) tape.MarkRead(node);
            else if (!tape.IsRead(node)) field.Codec.MarkRead(SourceValue.FromTape(tape, node));
        }
    }

    private void FindMembers(JsonTape tape, int value, Span<int> nodes)
    {
        nodes.Fill(-1);
        for (int name = value + 1, end = tape[value].End; name < end; name = tape[name + 1].End)
        {
            if (_names.Find(tape.Raw(name), tape[name].Escaped) is not { } member) continue;
            ref var node = ref nodes[member.Field.Index];
            node = node == -1 ? name + 1 : Join(tape, node, name, member);
        }
    }

    /// <summary>The one of two members that counts: with one name the last one, otherwise the one with a value.</summary>
    private int Join(JsonTape tape, int node, int name, Member member)
    {
        if (node == TwoMembers) return node;
        if (_names.Find(tape.Raw(node - 1), tape[node - 1].Escaped) == member)
        {
            tape.HasDuplicateName = true;
            return name + 1;
        }
        return tape[node].Kind == JsonKind.Null ? name + 1 : tape[name + 1].Kind == JsonKind.Null ? node : TwoMembers;
    }

    /// <summary>Rescues the values of a field under all its names; of members with one name, the last one.</summary>
    private void RescueMembers(JsonTape tape, int value, Field field, EncodeContext context)
    {
        Span<int> nodes = stackalloc int[field.NameCount];
        nodes.Fill(-1);
        for (int name = value + 1, end = tape[value].End; name < end; name = tape[name + 1].End)
        {
            if (_names.Find(tape.Raw(name), tape[name].Escaped) is { } member && member.Field == field)
                nodes[member.Position] = name + 1;
        }
        foreach (var node in nodes)
        {
            if (node >= 0 && tape[node].Kind != JsonKind.Null) context.Rescued.Add(tape, node, null);
        }
    }

    private bool HasRival(Field field, ReadOnlySpan<int> nodes, JsonTape tape)
    {
        foreach (var rival in field.Rivals)
        {
            if (nodes[rival] >= 0 && (tape[nodes[rival]].Kind != JsonKind.Null || _fields[rival].Codec.TakesNull)) return true;
        }
        return false;
    }

    /// <summary>A name of a field, compared by reference.</summary>
    private sealed class Member(Field owner, int position)
    {
        public Field Field => owner;

        /// <summary>Its position among the names of the field.</summary>
        public int Position => position;
    }

    /// <summary>A field and its codec: the name of its member, and its own.</summary>
    private sealed record Field(int Index, string Name, string Column, bool Required, ValueCodec Codec)
    {
        /// <summary>How many names it has: that of the file and the two of ProtoJSON.</summary>
        public required int NameCount { get; init; }

        /// <summary>The members of its oneof that come before it.</summary>
        public required int[] Rivals { get; init; }
    }
}
