namespace SqsIngestor.Mapping.Json;

/// <summary>
/// The container of each value of a document, and its position there. They are found for all values at once when the first one
/// is asked for. So a message of which nothing is rescued does not pay for them, and many rescued values cost one pass.
/// </summary>
internal sealed class JsonPlaces
{
    private int[] _containers = [];
    private int[] _positions = [];
    private bool _isFound;

    /// <summary>Bytes of its memory.</summary>
    public int Size => (_containers.Length + _positions.Length) * sizeof(int);

    /// <summary>Nodes that were visited for rescued values so far, for tests of how the work grows with a message.</summary>
    public long Visits { get; private set; }

    /// <summary>Counts nodes that the tape visits.</summary>
    public void Visit(int nodes) => Visits += nodes;

    /// <summary>The tape has another document.</summary>
    public void Forget() => _isFound = false;

    /// <summary>The node of the object or array around a value; negative for the root.</summary>
    public int ContainerOf(JsonTape tape, int node)
    {
        Visits++;
        if (!_isFound) Find(tape);
        return _containers[node];
    }

    /// <summary>The position of a value among the members or elements around it, from 0.</summary>
    public int PositionOf(JsonTape tape, int node)
    {
        Visits++;
        if (!_isFound) Find(tape);
        return _positions[node];
    }

    private void Find(JsonTape tape)
    {
        if (_containers.Length < tape.Count)
        {
            var size = Math.Max(tape.Count, (int)Math.Min(Array.MaxLength, 2L * _containers.Length));
            (_containers, _positions) = (new int[size], new int[size]);
        }
        _containers[0] = -1;
        Visits += tape.Count;
        for (var container = 0; container < tape.Count; container++)
        {
            if (tape[container].Kind is not (JsonKind.Object or JsonKind.Array)) continue;
            // The name of a member comes before its value.
            var step = tape[container].Kind == JsonKind.Object ? 1 : 0;
            var end = tape[container].End;
            var position = 0;
            for (var child = container + 1 + step; child < end; child = tape[child].End + step)
            {
                (_containers[child], _positions[child]) = (container, position++);
            }
        }
        _isFound = true;
    }
}
