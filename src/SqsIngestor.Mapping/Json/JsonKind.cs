namespace SqsIngestor.Mapping.Json;

/// <summary>What a node of a <see cref="JsonTape"/> is.</summary>
internal enum JsonKind : byte
{
    Null,
    False,
    True,
    Number,
    String,
    Object,
    Array,
}
