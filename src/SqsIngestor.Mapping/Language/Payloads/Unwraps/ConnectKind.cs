namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>What a value of Kafka Connect is, by its schema.</summary>
public enum ConnectKind
{
    /// <summary>What JSON says. It stays as it is.</summary>
    Plain,

    /// <summary>An object with fields.</summary>
    Struct,

    /// <summary>An array of one type.</summary>
    Array,

    /// <summary>An object with values of one type.</summary>
    Map,

    /// <summary>An integer in base64, with a scale in the schema.</summary>
    FixedScaleDecimal,

    /// <summary>An integer in base64 beside its scale.</summary>
    VariableScaleDecimal,

    /// <summary>Days since 1970-01-01.</summary>
    Date,

    /// <summary>A number: the time since 1970-01-01T00:00:00Z.</summary>
    Timestamp,

    /// <summary>A time with an offset, as text. It stays as it is.</summary>
    TimestampText,

    /// <summary>A number: the time since midnight.</summary>
    Time,
}
