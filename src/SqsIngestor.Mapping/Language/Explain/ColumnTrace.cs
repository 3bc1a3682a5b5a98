namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>How a column of a row came to its value.</summary>
public sealed class ColumnTrace
{
    /// <summary>With dots into nested fields; an element of an array has the array's name.</summary>
    public required string Name { get; init; }

    /// <summary>The field's protobuf type, and its meaning where the mapping gives one.</summary>
    public required string Type { get; init; }

    /// <summary>The source as the mapping has it.</summary>
    public required string Source { get; init; }

    /// <summary>JSON pointer to the value in the source document; empty when it is not of the message.</summary>
    public string Place { get; internal set; } = "";

    /// <summary>The value as the source has it, as JSON; null when there is none.</summary>
    public string? Raw { get; internal set; }

    /// <summary>The value as its Delta meaning, as JSON; null for NULL.</summary>
    public string? Value { get; internal set; }

    /// <summary>What was written, tag included; empty for NULL.</summary>
    public ReadOnlyMemory<byte> Bytes { get; internal set; }

    /// <summary>The policy that applied, and why; null when the value was written as it is.</summary>
    public string? Policy { get; internal set; }

    /// <summary>The columns that this one was written with: fields of a STRUCT, elements, keys and values.</summary>
    public IReadOnlyList<ColumnTrace> Inner => Parts;

    internal List<ColumnTrace> Parts { get; } = [];
}
