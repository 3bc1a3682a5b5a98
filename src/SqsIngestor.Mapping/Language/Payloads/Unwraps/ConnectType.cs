using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>How a value of Kafka Connect becomes JSON, by its schema.</summary>
/// <param name="Kind">What is done with it.</param>
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

/// <summary>What is done with a value of Kafka Connect.</summary>
internal enum ConnectKind : byte
{
    /// <summary>It stays as it is.</summary>
    Plain,

    /// <summary>An object with fields.</summary>
    Struct,

    /// <summary>An array of one type.</summary>
    Array,

    /// <summary>An object with values of one type.</summary>
    Map,

    /// <summary>An integer in base64, with a scale in the schema.</summary>
    Decimal,

    /// <summary>An integer in base64 beside its scale.</summary>
    VariableScaleDecimal,

    /// <summary>Days since 1970-01-01.</summary>
    Date,

    /// <summary>Time since 1970-01-01T00:00:00Z.</summary>
    Timestamp,

    /// <summary>Time since midnight.</summary>
    Time,
}
