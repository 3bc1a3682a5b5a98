using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Records;

/// <summary>How one field of a message becomes one column, or one field of a STRUCT.</summary>
internal sealed class FieldLayout
{
    /// <summary>The column's place in its table or STRUCT.</summary>
    public required int Column { get; init; }

    public required string Path { get; init; }

    public required Cardinality Cardinality { get; init; }

    /// <summary>The type of the column; for a repeated field, the type of an element.</summary>
    public required DeltaType Type { get; init; }

    /// <summary>Whether the descriptor says <c>required</c>.</summary>
    public bool Required { get; init; }

    /// <summary>The layout of the nested message when <see cref="Type"/> is a STRUCT.</summary>
    public RecordLayout? Message { get; init; }

    /// <summary>The entry's key, for a map.</summary>
    public FieldLayout? Key { get; init; }

    /// <summary>The entry's value, for a map.</summary>
    public FieldLayout? Value { get; init; }
}

internal enum Cardinality
{
    Single,
    List,
    Map,
}
