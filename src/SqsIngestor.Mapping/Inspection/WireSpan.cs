namespace SqsIngestor.Mapping.Inspection;

/// <summary>A part of a record: bytes from <paramref name="Start"/> up to <paramref name="End"/>.</summary>
internal readonly record struct WireSpan(int Start, int End)
{
    public int Length => End - Start;
}
