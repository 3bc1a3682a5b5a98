namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>The trace of a column of a row: from source to bytes.</summary>
public sealed class ColumnTrace
{
    /// <summary>The name, with dots into nested fields; an element of an array has the array's name.</summary>
    public required string Name { get; init; }

    /// <summary>The field's protobuf type, and its meaning if the mapping gives one.</summary>
    public required string Type { get; init; }

    /// <summary>The source as written in the mapping.</summary>
    public required string Source { get; init; }

    /// <summary>JSON pointer to the value in the source document; empty if it does not come from the message.</summary>
    public string Place { get; internal set; } = "";

    /// <summary>The value of the source, as JSON; null if missing.</summary>
    public string? Raw { get; internal set; }

    /// <summary>The value as its Delta meaning, as JSON; null for NULL.</summary>
    public string? Value { get; internal set; }

    /// <summary>The written bytes, tag included; empty for NULL.</summary>
    public ReadOnlyMemory<byte> Bytes { get; internal set; }

    /// <summary>The policy that applied, with the error code and the reason; null if none did.</summary>
    public string? Policy { get; internal set; }

    /// <summary>A name of the body that the mapping writes in another case or with other separators; null for none.</summary>
    public string? Hint { get; internal set; }

    /// <summary>What is strange about the value, in a sentence; null if nothing is.</summary>
    public string? Warning { get; internal set; }

    /// <summary>The traces of its parts: fields of a STRUCT, elements, keys and values.</summary>
    public IReadOnlyList<ColumnTrace> Inner => Parts;

    internal List<ColumnTrace> Parts { get; } = [];
}
