namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>The stable text of each <see cref="RecordErrorCode"/>, as it stands in logs, metrics and tests.</summary>
public static class RecordErrorCodes
{
    /// <summary>For example <c>number_range</c>.</summary>
    public static string ToText(this RecordErrorCode code) => code switch
    {
        RecordErrorCode.Missing => "missing",
        RecordErrorCode.Null => "null",
        RecordErrorCode.WrongType => "wrong_type",
        RecordErrorCode.NumberSyntax => "number_syntax",
        RecordErrorCode.NumberRange => "number_range",
        RecordErrorCode.NumberFraction => "number_fraction",
        RecordErrorCode.TextEncoding => "text_encoding",
        RecordErrorCode.Base64 => "base64",
        RecordErrorCode.EnumValue => "enum_value",
        RecordErrorCode.NullItem => "null_item",
        RecordErrorCode.OneofConflict => "oneof_conflict",
        RecordErrorCode.Depth => "depth",
        RecordErrorCode.BodySyntax => "body_syntax",
        RecordErrorCode.Expression => "expression",
        RecordErrorCode.Filter => "filter",
        RecordErrorCode.Unrouted => "unrouted",
        RecordErrorCode.TooManyRows => "too_many_rows",
        RecordErrorCode.NoRows => "no_rows",
        RecordErrorCode.BodySize => "body_size",
        RecordErrorCode.BodyDepth => "body_depth",
        RecordErrorCode.Compression => "compression",
        RecordErrorCode.EnvelopeShape => "envelope_shape",
        RecordErrorCode.S3TestEvent => "s3_test_event",
        RecordErrorCode.S3Pointer => "s3_pointer",
        RecordErrorCode.Md5OfBody => "md5_of_body",
        RecordErrorCode.Md5OfMessageAttributes => "md5_of_message_attributes",
        RecordErrorCode.TimeSyntax => "time_syntax",
        RecordErrorCode.TimeRange => "time_range",
        RecordErrorCode.DecimalSyntax => "decimal_syntax",
        RecordErrorCode.DecimalPrecision => "decimal_precision",
        RecordErrorCode.DecimalScale => "decimal_scale",
        RecordErrorCode.Uuid => "uuid",
        RecordErrorCode.BoolSyntax => "bool_syntax",
        RecordErrorCode.Hex => "hex",
        RecordErrorCode.UrlEncoding => "url_encoding",
        RecordErrorCode.JsonSyntax => "json_syntax",
        RecordErrorCode.ValueSize => "value_size",
        _ => "none",
    };
}
