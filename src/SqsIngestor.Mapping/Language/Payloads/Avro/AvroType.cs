namespace SqsIngestor.Mapping.Language.Payloads.Avro;

/// <summary>A type of an Avro schema, prepared for reading. Immutable once its schema is read, shared by all encoders.</summary>
internal sealed class AvroType(AvroKind kind)
{
    public AvroKind Kind => kind;

    public AvroLogical Logical { get; set; }

    /// <summary>The full name of a record, an enum or a fixed.</summary>
    public string? Name { get; init; }

    /// <summary>The digits after the point of a decimal.</summary>
    public int Scale { get; set; }

    /// <summary>The bytes of a fixed.</summary>
    public int Length { get; init; }

    /// <summary>The fields of a record.</summary>
    public AvroField[] Fields { get; set; } = [];

    /// <summary>The symbols of an enum, as they are and as JSON strings.</summary>
    public (string Name, byte[] Json)[] Symbols { get; init; } = [];

    /// <summary>The types of a union; the type of the elements of an array or the values of a map.</summary>
    public AvroType[] Items { get; init; } = [];
}

/// <summary>A field of a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="BeforeValue">What stands before its value in JSON: <c>{"a":</c> or <c>,"b":</c></param>
/// <param name="Type">Its type.</param>
internal sealed record AvroField(string Name, byte[] BeforeValue, AvroType Type);

/// <summary>The kind of an <see cref="AvroType"/>. The names are those of the specification.</summary>
internal enum AvroKind : byte
{
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Record,
    Enum,
    Array,
    Map,
    Union,
    Fixed,
}

/// <summary>The logical type of an <see cref="AvroType"/> that has another form as JSON than its kind.</summary>
internal enum AvroLogical : byte
{
    None,
    Decimal,
    Uuid,
    Date,
    TimeMillis,
    TimeMicros,
    TimestampMillis,
    TimestampMicros,
    TimestampNanos,
    LocalTimestampMillis,
    LocalTimestampMicros,
    LocalTimestampNanos,
}
