namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>The row of a <see cref="RecordErrorCode"/>.</summary>
/// <param name="Code">The code.</param>
/// <param name="Text">Its stable text in logs, metrics, tests and the quarantine table.</param>
/// <param name="Meaning">What failed, in one sentence.</param>
/// <param name="Action">What to do, in one sentence.</param>
public sealed record RecordErrorDescription(RecordErrorCode Code, string Text, string Meaning, string Action);

/// <summary>The texts of all record errors.</summary>
public static class RecordErrorCodes
{
    // In the order of the enum, so that a code is an index.
    private static readonly RecordErrorDescription[] ByCode =
    [
        new(RecordErrorCode.None, "none", "No error.", "Nothing."),
        new(RecordErrorCode.Missing, "missing", "The path finds no value, and the policy is `fail` or the column is required.",
            "Correct the path, add a `default`, or set `on_missing`."),
        new(RecordErrorCode.Null, "null", "The value is null, and the policy is `fail` or the column is required.",
            "Add a `default`, or set `on_null`."),
        new(RecordErrorCode.WrongType, "wrong_type", "The column does not take values of this kind.",
            "Add a transform or an `as`, or correct the path."),
        new(RecordErrorCode.NumberSyntax, "number_syntax", "The text is not a number.", "Add a transform, or set `on_error`."),
        new(
            RecordErrorCode.NumberRange, "number_range", "The number does not fit the column's type.",
            "Use a wider type for the column."),
        new(RecordErrorCode.NumberFraction, "number_fraction", "The column takes whole numbers and the number has a fraction.",
            "Use a decimal or floating-point column."),
        new(
            RecordErrorCode.TextEncoding, "text_encoding",
            "The text is not well-formed Unicode: invalid UTF-8, or half a surrogate pair.",
            "Correct the sender, or use a bytes column."),
        new(RecordErrorCode.Base64, "base64", "The text is not base64, in a column, in an attribute or in a step of `payload`.",
            "Correct the sender, or remove the step."),
        new(RecordErrorCode.EnumValue, "enum_value", "The enum, or the table under `enums`, does not have this name or number.",
            "Add the value to the enum, or set `on_error`."),
        new(RecordErrorCode.NullItem, "null_item", "An array has a null element, or a map a null value, which a row cannot hold.",
            "Set `null_items` to `drop` or `default`."),
        new(
            RecordErrorCode.OneofConflict, "oneof_conflict",
            "The message has values for two members of a oneof, and a row can hold one.",
            "Correct the sender, or set `on_error`."),
        new(
            RecordErrorCode.Depth, "depth",
            "The value is nested more than 100 messages deep, or the JSON of a VARIANT more than 1,000 levels.",
            "Store the value as JSON text in a STRING instead."),
        new(RecordErrorCode.BodySyntax, "body_syntax", "The body is not in the format that the last step of `payload` reads.",
            "Correct the sender, or the steps of `payload`."),
        new(RecordErrorCode.Expression, "expression",
            "An `expr` fails on this message: a missing field, an overflow, or values that cannot be compared.",
            "Test with `has()` first, or set `on_error`."),
        new(RecordErrorCode.Filter, "filter", "A `when` fails on this message, and `on_filter_error` is `fail`.",
            "Test with `has()` first, or set `on_filter_error`."),
        new(
            RecordErrorCode.Unrouted, "unrouted", "No table takes the message.",
            "Add a table without `when`, or set `unrouted`."),
        new(
            RecordErrorCode.TooManyRows, "too_many_rows", "An `explode` finds more elements than `max_rows`.",
            "Raise `max_rows`."),
        new(
            RecordErrorCode.NoRows, "no_rows", "An `explode` finds no element, and `empty` is `fail`.",
            "Set `empty` to `skip` or `row`."),
        new(
            RecordErrorCode.BodySize, "body_size",
            "The body, or the result of a step, is larger than `payload.limits.max_bytes`.",
            "Raise `max_bytes`, or send smaller messages."),
        new(
            RecordErrorCode.BodyDepth, "body_depth", "The body is nested deeper than `payload.limits.max_depth`.",
            "Raise `max_depth`."),
        new(RecordErrorCode.Compression, "compression",
            "The payload is not in the compressed format that a step names, is cut off, or has data after its end.",
            "Correct the sender, or the steps of `payload`."),
        new(RecordErrorCode.EnvelopeShape, "envelope_shape", "The body is not the envelope that an `unwrap` removes.",
            "Remove the `unwrap`, or add `when: auto` to it if it gives no documents."),
        new(
            RecordErrorCode.S3TestEvent, "s3_test_event",
            "The message is the test event that S3 sends when you set up notifications.",
            "Nothing: delete the message, or set `payload: { on_error: { s3_test_event: drop } }`."),
        new(RecordErrorCode.S3Pointer, "s3_pointer", "The payload is in S3: an SQS extended client library stored it there.",
            "Send the payload in the message; the function does not read S3."),
        new(
            RecordErrorCode.Md5OfBody, "md5_of_body",
            "The MD5 of the body differs from the event's, and `verify.md5_of_body` is `fail`.",
            "Find out what changed the message in transit."),
        new(RecordErrorCode.Md5OfMessageAttributes, "md5_of_message_attributes",
            "The MD5 of the message attributes differs from the event's, and `verify.md5_of_message_attributes` is `fail`.",
            "Find out what changed the message in transit."),
        new(
            RecordErrorCode.TimeSyntax, "time_syntax", "None of the column's time formats reads the text.",
            "Add the format to `formats`."),
        new(RecordErrorCode.TimeRange, "time_range", "The date does not exist, or its year is not between 1 and 9999.",
            "Check the unit of the time, such as `epoch_ms`, or set `on_error`."),
        new(
            RecordErrorCode.DecimalSyntax, "decimal_syntax", "The text is not a decimal number.",
            "Add a transform, or set `on_error`."),
        new(
            RecordErrorCode.DecimalPrecision, "decimal_precision",
            "The number has more digits before the point than the decimal's precision allows.",
            "Use a wider decimal for the column."),
        new(
            RecordErrorCode.DecimalScale, "decimal_scale",
            "The number has more digits after the point than the decimal's scale, and `round` is `fail`.",
            "Set `round`, or use a decimal with a larger scale."),
        new(RecordErrorCode.Uuid, "uuid", "The text is not a UUID.", "Correct the path, or set `on_error`."),
        new(
            RecordErrorCode.BoolSyntax, "bool_syntax", "The text is not a bool that `to_bool` reads.",
            "Use an expression, or set `on_error`."),
        new(
            RecordErrorCode.Hex, "hex", "The text is not hexadecimal.",
            "Correct the sender, or set `on_error` of the column or of `payload`."),
        new(RecordErrorCode.UrlEncoding, "url_encoding", "A percent sign is not followed by two hexadecimal digits.",
            "Correct the path, or set `on_error`."),
        new(RecordErrorCode.JsonSyntax, "json_syntax", "The text is not JSON.", "Correct the path, or set `on_error`."),
        new(
            RecordErrorCode.ValueSize, "value_size",
            "The result of a transform, or the text that a pattern searches, is larger than the limit.",
            "Shorten the value first, for example with `truncate_bytes`."),
        new(
            RecordErrorCode.MessageMemory, "message_memory",
            "The rows of the message, its body, or what a step, a transform or an expression makes of it take more memory than "
                + "the function has for one message.",
            "Map less of the body into each row, send smaller messages, or give the function more memory."),
        new(
            RecordErrorCode.TimeBounds, "time_bounds", "The time is before `not_before` or after `not_after` of the column.",
            "Check the unit of the time, such as `epoch_ms`, or set `on_error`."),
        new(
            RecordErrorCode.MapKey, "map_key", "An entry of a MAP has no key: `key` finds no value, or a policy leaves it unset.",
            "Correct `key`, add a `default` to it, or set `on_error`."),
        new(
            RecordErrorCode.DuplicateKey, "duplicate_key",
            "Two entries of a MAP have the same key, after it has become the type of the key, or an object has a name twice.",
            "Correct the sender, use `key` to make keys differ, or set `on_error`."),
        new(
            RecordErrorCode.TextLength, "text_length", "The text has more characters than the VARCHAR or CHAR column holds.",
            "Use a longer type for the column, cut the text with `substring`, or set `on_error`."),
        new(
            RecordErrorCode.ProtoJson, "proto_json",
            "The value is not in the form that ProtoJSON gives its google.protobuf type: Duration, FieldMask or Any.",
            "Correct the sender, add a transform, or set `on_error`."),
        new(
            RecordErrorCode.FieldCount, "field_count", "A row of csv has more or fewer fields than its header, or than `names`.",
            "Correct the sender, `names` or `delimiter`."),
        new(
            RecordErrorCode.ControlMessage, "control_message",
            "The message is one that CloudWatch Logs sends to check the destination of a subscription.",
            "Nothing: delete the message, or set `payload: { on_error: { control_message: drop } }`."),
        new(
            RecordErrorCode.Tombstone, "tombstone",
            "The message is the tombstone that Debezium sends after the event of a deletion.",
            "Set `payload: { on_error: { tombstone: drop } }`, or `tombstones.on.delete=false` in Debezium."),
    ];

    /// <summary>All record errors, without <see cref="RecordErrorCode.None"/>, in the order of the enum.</summary>
    public static IReadOnlyList<RecordErrorDescription> All { get; } = ByCode[1..];

    /// <summary>The stable text of a code, for example <c>number_range</c>.</summary>
    public static string ToText(this RecordErrorCode code) => ByCode[(int)code].Text;
}
