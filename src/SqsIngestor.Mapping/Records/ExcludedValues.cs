using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// The values of a document that a rescued column leaves out wherever they are. They are the same for each row, so they are
/// looked for once in a document.
/// </summary>
/// <param name="memory">What the message may take.</param>
internal sealed class ExcludedValues(WorkMemory memory)
{
    private readonly WorkArray<int> _nodes = new(memory);
    private (ExcludedPath[]? Paths, JsonTape? Tape, int Version) _of;
    private int _count;

    /// <summary>Looks for the values of some paths, unless they are those that it has.</summary>
    /// <param name="paths">The paths of a column; always the same array for it.</param>
    /// <param name="tape">The document.</param>
    /// <param name="root">Its root.</param>
    /// <exception cref="MessageMemoryException">The message takes more than it may.</exception>
    public void Find(ExcludedPath[] paths, JsonTape tape, int root)
    {
        var wanted = (paths, tape, tape.Version);
        if (_of == wanted) return;
        (_of, _count) = (default, 0);
        foreach (var path in paths) path.Find(tape, root, this);
        RemoveInner(tape);
        _of = wanted;
    }

    /// <summary>Forgets the values: the row is of another column.</summary>
    public void Clear() => (_of, _count) = (default, 0);

    /// <summary>Whether a value is one of them, or part of one.</summary>
    public bool Contains(JsonTape tape, int node)
    {
        if (_count == 0 || _of.Tape != tape) return false;
        var last = LastUntil(node);
        return last >= 0 && node < tape[_nodes.Items[last]].End;
    }

    /// <summary>Whether a part of a value is one of them.</summary>
    public bool AnyBelow(JsonTape tape, int node)
    {
        if (_count == 0 || _of.Tape != tape) return false;
        var next = LastUntil(node) + 1;
        return next < _count && _nodes.Items[next] < tape[node].End;
    }

    /// <summary>A path has found a value.</summary>
    public void Add(int node)
    {
        _nodes.Ensure(_count + 1L, _count);
        _nodes.Items[_count++] = node;
    }

    // A value inside another one says nothing more, and the others do not overlap.
    private void RemoveInner(JsonTape tape)
    {
        var nodes = _nodes.Items.AsSpan(0, _count);
        nodes.Sort();
        var (kept, end) = (0, 0);
        foreach (var node in nodes)
        {
            if (node < end) continue;
            nodes[kept++] = node;
            end = tape[node].End;
        }
        _count = kept;
    }

    /// <summary>The index of the last of them that begins at a node or before it; -1 for none.</summary>
    private int LastUntil(int node)
    {
        var found = _nodes.Items.AsSpan(0, _count).BinarySearch(node);
        return found >= 0 ? found : ~found - 1;
    }
}
