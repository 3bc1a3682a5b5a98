namespace SqsIngestor.Mapping.Json;

/// <summary>
/// The kind of a node of a <see cref="JsonTape"/>. The numbers are those of <see cref="Values.ValueKind"/>, so that a node
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
