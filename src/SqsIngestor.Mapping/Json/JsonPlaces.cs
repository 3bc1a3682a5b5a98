using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Json;

/// <summary>
/// The container of each value of a document, and its position there. They are found for all values at once when the first one
/// is asked for. So a message of which nothing is rescued does not pay for them, and many rescued values cost one pass.
/// </summary>
/// <param name="memory">What the message may take.</param>
internal sealed class JsonPlaces(WorkMemory memory)
{
    private readonly WorkArray<int> _containers = new(memory);
    private readonly WorkArray<int> _positions = new(memory);
    private bool _isFound;

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
        return _containers.Items[node];
    }

    /// <summary>The position of a value among the members or elements around it, from 0.</summary>
    public int PositionOf(JsonTape tape, int node)
    {
        Visits++;
        if (!_isFound) Find(tape);
        return _positions.Items[node];
    }

    private void Find(JsonTape tape)
    {
        _containers.Ensure(tape.Count);
        _positions.Ensure(tape.Count);
        var (containers, positions) = (_containers.Items, _positions.Items);
        containers[0] = -1;
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
                (containers[child], positions[child]) = (container, position++);
            }
        }
        _isFound = true;
    }
}
