using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>
/// Finds the values of each field of the message that is being written and of the messages around it. On the wire the
/// elements of fields can be mixed, a singular field can repeat, and several members of a oneof can be set; JSON allows
/// none of this.
/// </summary>
/// <param name="memory">What a message may take.</param>
internal sealed class ProtobufIndex(WorkMemory memory)
{
    // A frame has the first and the last field; for each field its first and last occurrence and the next field; for each
    // oneof the field that is set.
    private const int HeaderSize = 2;
    private const int FieldSize = 3;
    private const int EndOfFields = -2;

    private readonly WorkArray<ProtobufOccurrence> _occurrences = new(memory, 64);
    private readonly WorkArray<int> _frames = new(memory, 256);
    private int _occurrenceCount;
    private int _frameEnd;

    public ref readonly ProtobufOccurrence this[int occurrence] => ref _occurrences.Items[occurrence];

    public void Reset() => (_occurrenceCount, _frameEnd) = (0, 0);

    /// <summary>Adds an occurrence for the whole message, which belongs to no field.</summary>
    public int AddRoot(int length)
    {
        Append(new(0, length, false, -1));
        return 0;
    }

    /// <summary>Starts a message inside the current one; pass the result to <see cref="Close"/>.</summary>
    public (int Frame, int Occurrences) Open(ProtobufMessagePlan plan)
    {
        var (frame, size) = (_frameEnd, HeaderSize + plan.Fields.Count * FieldSize + plan.OneofCount);
        _frames.Ensure((long)frame + size, frame);
        _frames.Items.AsSpan(frame, size).Fill(-1);
        _frameEnd += size;
        return (frame, _occurrenceCount);
    }

    public void Close((int Frame, int Occurrences) mark) => (_frameEnd, _occurrenceCount) = mark;

    /// <summary>The field's first occurrence; -1 for none.</summary>
    public int First(int frame, ProtobufFieldPlan field) => _frames.Items[Place(frame, field.Position)];

    public int Last(int frame, ProtobufFieldPlan field) => _frames.Items[Place(frame, field.Position) + 1];

    /// <summary>The position of the first field on the wire; -1 in an empty message.</summary>
    public int FirstField(int frame) => _frames.Items[frame];

    /// <summary>The position of the next field on the wire; negative after the last.</summary>
    public int NextField(int frame, int position) => _frames.Items[Place(frame, position) + 2];

    public void Add(int frame, ProtobufMessagePlan plan, ProtobufFieldPlan field, int start, int length, bool isPacked)
    {
        if (field.Oneof >= 0) SetOneof(frame, plan, field);
        var place = Place(frame, field.Position);
        var occurrence = Append(new(start, length, isPacked, -1));
        ref var last = ref _frames.Items[place + 1];
        if (_frames.Items[place] < 0) _frames.Items[place] = occurrence;
        else _occurrences.Items[last] = _occurrences.Items[last] with { Next = occurrence };
        last = occurrence;
        if (_frames.Items[place + 2] == -1) AddField(frame, field.Position, place);
    }

    /// <summary>The last member of a oneof is used; the others are dropped.</summary>
    private void SetOneof(int frame, ProtobufMessagePlan plan, ProtobufFieldPlan field)
    {
        ref var set = ref _frames.Items[frame + HeaderSize + plan.Fields.Count * FieldSize + field.Oneof];
        if (set >= 0 && set != field.Position) _frames.Items[Place(frame, set)] = -1;
        set = field.Position;
    }

    private void AddField(int frame, int position, int place)
    {
        var last = _frames.Items[frame + 1];
        if (last < 0) _frames.Items[frame] = position;
        else _frames.Items[Place(frame, last) + 2] = position;
        _frames.Items[frame + 1] = position;
        _frames.Items[place + 2] = EndOfFields;
    }

    private int Append(ProtobufOccurrence occurrence)
    {
        _occurrences.Ensure(_occurrenceCount + 1L, _occurrenceCount);
        _occurrences.Items[_occurrenceCount] = occurrence;
        return _occurrenceCount++;
    }

    private static int Place(int frame, int position) => frame + HeaderSize + position * FieldSize;
}

/// <summary>One value of a field on the wire.</summary>
/// <param name="Start">Where its contents start in the source.</param>
/// <param name="Length">The length of its contents in bytes.</param>
/// <param name="IsPacked">It has several elements.</param>
/// <param name="Next">The next occurrence of the field in the message; -1 after the last.</param>
internal readonly record struct ProtobufOccurrence(int Start, int Length, bool IsPacked, int Next);
