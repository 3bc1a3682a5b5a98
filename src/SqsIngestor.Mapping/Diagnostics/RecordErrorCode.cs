namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>
/// The reason why a message could not become rows. The text of a code (<see cref="RecordErrorCodes.ToText"/>) is stable.
/// </summary>
public enum RecordErrorCode
{
    /// <summary>No error.</summary>
    None,

    /// <summary>The path resolves to nothing and <c>on_missing</c> is fail, or the column is required.</summary>
    Missing,

    /// <summary>The value is JSON null and <c>on_null</c> is fail, or the column is required.</summary>
    Null,

    /// <summary>The column does not accept this kind of value.</summary>
    WrongType,

    /// <summary>The text is not a number.</summary>
    NumberSyntax,

    /// <summary>The number does not fit the column's type.</summary>
    NumberRange,

    /// <summary>A number with a fraction in an integer column.</summary>
    NumberFraction,

    /// <summary>Text that is not well-formed Unicode: invalid UTF-8 or a lone surrogate.</summary>
    TextEncoding,

    /// <summary>Text that is neither base64 nor base64url.</summary>
    Base64,

    /// <summary>A name or number that the enum does not have.</summary>
    EnumValue,

    /// <summary>A null element of an array or null value of a map, which a row cannot carry.</summary>
    NullItem,

    /// <summary>Several members of a oneof have a value; a row can have one.</summary>
    OneofConflict,

    /// <summary>Nested deeper than the limit: of messages, or of JSON in a VARIANT.</summary>
    Depth,

    /// <summary>The body is not in the format that the mapping names.</summary>
    BodySyntax,

    /// <summary>An expression failed on this message: a missing field, an overflow, values that cannot be compared.</summary>
    Expression,

    /// <summary>The condition of a table failed on this message and <c>on_filter_error</c> is fail.</summary>
    Filter,

    /// <summary>The message fits no table.</summary>
    Unrouted,

    /// <summary>An <c>explode</c> would make more rows than <c>max_rows</c>.</summary>
    TooManyRows,

    /// <summary>An <c>explode</c> finds no element and <c>empty</c> is fail.</summary>
    NoRows,

    /// <summary>The body, or the result of a step, exceeds <c>payload.limits.max_bytes</c>.</summary>
    BodySize,

    /// <summary>The body is nested deeper than <c>payload.limits.max_depth</c>.</summary>
    BodyDepth,

    /// <summary>The payload is not of the compressed format that a step names, or is cut off, or has trailing bytes.</summary>
    Compression,

    /// <summary>The body is not the envelope that an unwrap removes, such as an SNS notification.</summary>
    EnvelopeShape,

    /// <summary>The test event that S3 sends when notifications are set up for a bucket.</summary>
    S3TestEvent,

    /// <summary>The payload is in S3, where an SQS extended client library has put it.</summary>
    S3Pointer,

    /// <summary>The body does not have the MD5 that the event gives, and <c>verify.md5_of_body</c> is fail.</summary>
    Md5OfBody,

    /// <summary>
    /// The message attributes do not have the MD5 that the event gives, and <c>verify.md5_of_message_attributes</c> is fail.
    /// </summary>
    Md5OfMessageAttributes,

    /// <summary>Text that none of the column's time formats reads.</summary>
    TimeSyntax,

    /// <summary>A time that the calendar does not have, or that is outside the years 1 to 9999.</summary>
    TimeRange,

    /// <summary>Text that is not a decimal number.</summary>
    DecimalSyntax,

    /// <summary>More digits before the point than the decimal's precision leaves room for.</summary>
    DecimalPrecision,

    /// <summary>More digits after the point than the decimal's scale, and <c>round</c> is fail.</summary>
    DecimalScale,

    /// <summary>Text that is not a UUID.</summary>
    Uuid,

    /// <summary>Text that is neither true nor false in any spelling that <c>to_bool</c> takes.</summary>
    BoolSyntax,

    /// <summary>Text that is not hexadecimal.</summary>
    Hex,

    /// <summary>A percent sign without two hexadecimal digits.</summary>
    UrlEncoding,

    /// <summary>Text that is not JSON.</summary>
    JsonSyntax,

    /// <summary>A transform's result, or the text that a pattern searches, exceeds the limit.</summary>
    ValueSize,

    /// <summary>The rows of the message, or its parsed body, take more memory than the host gives one message.</summary>
    MessageMemory,

    /// <summary>A time before <c>not_before</c> or after <c>not_after</c>.</summary>
    TimeBounds,

    /// <summary>An entry of a map without a key: its <c>key</c> finds nothing, or is left unset by a policy.</summary>
    MapKey,

    /// <summary>Two entries of a map with one key, after it has become the key's type, or a name twice in a VARIANT.</summary>
    DuplicateKey,

    /// <summary>More characters than the VARCHAR or CHAR column holds.</summary>
    TextLength,

    /// <summary>Not in the form that ProtoJSON gives a message of google.protobuf.</summary>
    ProtoJson,

    /// <summary>A row of csv has more or fewer fields than the header or <c>names</c>.</summary>
    FieldCount,

    /// <summary>A control message of CloudWatch Logs, without log events.</summary>
    ControlMessage,

    /// <summary>A tombstone of Debezium, without a change.</summary>
    Tombstone,
}
