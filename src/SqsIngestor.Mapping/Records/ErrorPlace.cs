using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Records;

/// <summary>Why a column failed, and the place of the value.</summary>
internal sealed class ErrorPlace
{
    public RecordErrorCode Code { get; init; }

    /// <summary>The column as the mapping has it: what stands in the mapping, and reads the value.</summary>
    public string Column { get; init; } = "";

    /// <summary>The column with the fields below it that the error belongs to, which may be filled by name.</summary>
    public string Name { get; init; } = "";

    /// <summary>JSON pointer to the value.</summary>
    public string Pointer { get; init; } = "";

    /// <summary>It is the key of an entry that does not fit, and not the value.</summary>
    public bool IsKey { get; init; }

    /// <summary>Reads the value of the column; null if the error is not one of a column's value.</summary>
    public ValueSource? Source { get; set; }

    /// <summary>The document of the value, if no source reads it by itself; otherwise null.</summary>
    public JsonTape? Tape { get; set; }

    /// <summary>The value in <see cref="Tape"/>.</summary>
    public int Node { get; set; }

    /// <summary>The value stands where the path of the column needs an object or an array.</summary>
    public bool IsBlocking { get; set; }
}
