using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>Enumerates the elements of a list or the keys of a map, on a tape or made by an expression.</summary>
internal struct CelCursor
{
    private readonly JsonTape? _tape;
    private readonly CelValue[]? _values;
    private readonly CelMap? _map;
    private readonly bool _keys;
    private readonly int _end;
    private int _next;

    public CelCursor(in CelValue container)
    {
        _keys = container.Kind == CelKind.Map;
        _tape = container.Tape;
        if (_tape is not null)
        {
            _next = container.Node + 1;
            _end = _tape[container.Node].End;
        }
        else
        {
            _map = _keys ? container.Map : null;
            _values = _map?.Keys ?? container.ElementArray;
            _end = _keys ? _values.Length : container.Elements.Length;
        }
    }

    /// <summary>For a map on a tape, after <see cref="MoveNext"/>: the node of the key's value.</summary>
    public int ValueNode { get; private set; }

    /// <summary>Whether there is a next element or key.</summary>
    public readonly bool HasNext => _next < _end;

    /// <summary>Whether it enumerates the keys of a map.</summary>
    public readonly bool IsOfMap => _keys;

    /// <summary>For a map, after <see cref="MoveNext"/>: the value of the key.</summary>
    public readonly CelValue ReadValue(CelContext context) =>
        _tape is null ? _map!.Values[_next - 1] : CelJson.Read(_tape, ValueNode, context);

    public bool MoveNext(CelContext context, out CelValue value)
    {
        if (_next >= _end)
        {
            value = default;
            return false;
        }
        if (_tape is null)
        {
            value = _values![_next++];
            return true;
        }
        value = CelJson.Read(_tape, _next, context);
        ValueNode = _next + 1;
        _next = _tape[_keys ? ValueNode : _next].End;
        return true;
    }
}
