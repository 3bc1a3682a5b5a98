namespace SqsIngestor.Emulator.Records;

/// <summary>Compares decoded keys: texts by their bytes, all others by value.</summary>
internal sealed class MapKeyComparer : IEqualityComparer<object>
{
    public static readonly MapKeyComparer Instance = new();

    private MapKeyComparer()
    {
    }

    public new bool Equals(object? x, object? y) => (x, y) switch
    {
        (ReadOnlyMemory<byte> a, ReadOnlyMemory<byte> b) => a.Span.SequenceEqual(b.Span),
        _ => object.Equals(x, y),
    };

    public int GetHashCode(object obj)
    {
        if (obj is not ReadOnlyMemory<byte> text) return obj.GetHashCode();
        var hash = new HashCode();
        hash.AddBytes(text.Span);
        return hash.ToHashCode();
    }
}
