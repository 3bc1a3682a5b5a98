using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>Reads lists and maps, on a tape or made by an expression. Each element or member visited costs 1.</summary>
internal static class CelContainers
{
    /// <summary>The number of elements or entries; an error when counting exceeds the cost limit.</summary>
    public static CelValue Count(in CelValue container, CelContext context)
    {
        if (container.Tape is not { } tape)
        {
            return CelValue.Int(container.Kind == CelKind.Map ? container.Map.Keys.Length : container.Elements.Length);
        }
        var count = 0;
        var isMap = container.Kind == CelKind.Map;
        for (int i = container.Node + 1, end = tape[container.Node].End; i < end; i = tape[isMap ? i + 1 : i].End) count++;
        return context.Charge(count) ? CelValue.Int(count) : CelValue.Fail(CelErrorCode.CostLimit);
    }

    /// <summary>The element at a position; missing if the list is shorter.</summary>
    public static CelValue Element(in CelValue list, long position, CelContext context)
    {
        if (list.Tape is not { } tape)
        {
            var elements = list.Elements;
            return position >= 0 && position < elements.Length ? elements[(int)position] : CelValue.Missing;
        }
        if (position < 0) return CelValue.Missing;
        for (int i = list.Node + 1, end = tape[list.Node].End; i < end; i = tape[i].End)
        {
            if (position-- == 0) return CelJson.Read(tape, i, context);
            if (!context.Charge(1)) return CelValue.Fail(CelErrorCode.CostLimit);
        }
        return CelValue.Missing;
    }

    /// <summary>The value of a key; missing if the map does not have it.</summary>
    public static CelValue Lookup(in CelValue map, in CelValue key, CelContext context)
    {
        if (map.Tape is { } tape)
        {
            if (key.Kind != CelKind.String) return key.IsError ? key : CelValue.Missing;
            var node = FindMember(tape, map.Node, key.Span, context);
            return context.IsExhausted ? CelValue.Fail(CelErrorCode.CostLimit)
                : node < 0 ? CelValue.Missing
                : CelJson.Read(tape, node, context);
        }
        var keys = map.Map.Keys;
        for (var i = 0; i < keys.Length; i++)
        {
            var equal = CelEquality.Equal(keys[i], key, context);
            if (equal.IsTrue) return map.Map.Values[i];
            if (equal.IsError) return equal;
            if (!context.Charge(1)) return CelValue.Fail(CelErrorCode.CostLimit);
        }
        return CelValue.Missing;
    }

    /// <summary>The node of the value of the last member with this name, or -1.</summary>
    public static int FindMember(JsonTape tape, int map, ReadOnlySpan<byte> name, CelContext context)
    {
        var found = -1;
        var visited = 0;
        for (int i = map + 1, end = tape[map].End; i < end; i = tape[i + 1].End, visited++)
        {
            if (JsonText.NameEquals(tape.Raw(i), tape[i].Escaped, name)) found = i + 1;
        }
        return context.Charge(visited) ? found : -1;
    }
}

/// <summary>A map that an expression made, in the order of the text.</summary>
internal sealed class CelMap(CelValue[] keys, CelValue[] values)
{
    public CelValue[] Keys { get; } = keys;

    public CelValue[] Values { get; } = values;
}

/// <summary>Collects the entries of a map. Each comparison of two keys costs 1.</summary>
internal struct CelMapBuilder
{
    private CelValue[] _keys = [];
    private CelValue[] _values = [];
    private int _count;

    /// <param name="capacity">The number of entries, as far as it is known.</param>
    /// <param name="context">Takes the memory.</param>
    public CelMapBuilder(int capacity, CelContext context) => Resize(capacity, context);

    /// <summary>An error if the map cannot have the key, or has it already; otherwise the key.</summary>
    public readonly CelValue Check(in CelValue key, CelContext context)
    {
        if (key.IsError) return key;
        if (key.Kind is not (CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.String))
        {
            return CelValue.Fail(CelErrorCode.UnsupportedKey);
        }
        for (var i = 0; i < _count; i++)
        {
            if (!context.Charge(1)) return CelValue.Fail(CelErrorCode.CostLimit);
            if (CelEquality.Equal(_keys[i], key, context).IsTrue) return CelValue.Fail(CelErrorCode.DuplicateKey);
        }
        return key;
    }

    /// <summary>Adds an entry whose key is not in the map.</summary>
    public void Add(in CelValue key, in CelValue value, CelContext context)
    {
        if (_count == _keys.Length) Resize(Math.Max(4, _count * 2), context);
        (_keys[_count], _values[_count]) = (key, value);
        _count++;
    }

    public CelValue Finish(CelContext context)
    {
        if (_count < _keys.Length) Resize(_count, context);
        return CelValue.FromMap(new CelMap(_keys, _values));
    }

    private void Resize(int length, CelContext context)
    {
        context.Resize(ref _keys, length);
        context.Resize(ref _values, length);
    }
}
