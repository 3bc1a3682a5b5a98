namespace SqsIngestor.Mapping.Json;

/// <summary>
/// What a node of a <see cref="JsonTape"/> is. The numbers are those of <see cref="Values.ValueKind"/>, so that a node
/// becomes a value without a table.
/// </summary>
internal enum JsonKind : byte
{
    Null = 1,
    False = 2,
    True = 3,
    Number = 4,
    String = 5,
    Object = 6,
    Array = 7,
}
