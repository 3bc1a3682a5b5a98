namespace SqsIngestor.Emulator.Records;

/// <summary>A record that the service refuses. The text names the rule and the place, never the value.</summary>
internal sealed class RecordException(string code, string path, string message)
    : Exception(path.Length == 0 ? $"{code}: {message}" : $"{code}: column {path}: {message}")
{
    public string Code { get; } = code;

    public string Path { get; } = path;
}

/// <summary>The codes of <see cref="RecordException"/>. They belong to the emulator; the real service has none.</summary>
internal static class RecordFaultCodes
{
    public const string BadEncoding = "record_bad_encoding";
    public const string UnknownField = "record_unknown_field";
    public const string WrongWireType = "record_wrong_wire_type";
    public const string Repeated = "record_repeated_member";
    public const string Missing = "record_missing_value";
    public const string OutOfRange = "record_out_of_range";
    public const string NotUtf8 = "record_not_utf8";
    public const string NotDecimal = "record_not_decimal";
    public const string NotJson = "record_not_json";
    public const string TooLong = "record_too_long";
    public const string WrongJsonType = "record_wrong_json_type";
}
