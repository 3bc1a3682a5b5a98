using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>How a value of Kafka Connect becomes JSON, by its schema.</summary>
/// <param name="Kind">What it is.</param>
internal sealed record ConnectType(ConnectKind Kind)
{
    /// <summary>The value stays as it is.</summary>
    public static ConnectType Plain { get; } = new(ConnectKind.Plain);

    /// <summary>The digits after the point of a decimal, or of a second in a time.</summary>
    public int Digits { get; init; }

    /// <summary>The type of the elements of an array, or of the values of a map.</summary>
    public ConnectType Items { get; init; } = Plain;

    /// <summary>The fields of a struct that do not stay as they are.</summary>
    public NameTable<ConnectType>? Fields { get; init; }

    /// <summary>The type of a field, by its name as written in the source.</summary>
    public ConnectType Field(ReadOnlySpan<byte> name, bool isEscaped) => Fields?.Find(name, isEscaped) ?? Plain;
}
