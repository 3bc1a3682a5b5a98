namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>The reason why an evaluation gave no value. <see cref="CelErrors"/> has a row for each.</summary>
internal enum CelErrorCode : byte
{
    None,
    NoMatchingOverload,
    NoSuchField,
    IndexOutOfRange,
    DivideByZero,
    Overflow,
    OutOfRange,
    NotConvertible,
    InvalidText,
    DuplicateKey,
    UnsupportedKey,
    CostLimit,
    DepthLimit,
    InvalidArgument,
    NoValue,
}

/// <summary>A run-time error.</summary>
/// <param name="Code">The code in the program.</param>
/// <param name="Name">The stable name, in snake case.</param>
/// <param name="Meaning">What happened, without anything of the input.</param>
/// <param name="Action">The remedy for the author of the expression; null if the meaning contains it.</param>
internal sealed record CelError(CelErrorCode Code, string Name, string Meaning, string? Action = null);

/// <summary>The catalog of run-time errors.</summary>
internal static class CelErrors
{
    private static readonly CelError[] Rows =
    [
        new(CelErrorCode.NoMatchingOverload, "no_matching_overload",
            "a function or operator does not accept the type of a value", "convert the value, or test it first"),
        new(CelErrorCode.NoSuchField, "no_such_field", "the message has no value at this path", "guard the path with has()"),
        new(CelErrorCode.IndexOutOfRange, "index_out_of_range", "the list or string has no such position",
            "compare with size() first"),
        new(CelErrorCode.DivideByZero, "divide_by_zero", "an integer is divided by zero", "test the divisor first"),
        new(CelErrorCode.Overflow, "overflow", "the result does not fit its type"),
        new(CelErrorCode.OutOfRange, "out_of_range", "the value is outside the range of the type it is converted to"),
        new(CelErrorCode.NotConvertible, "not_convertible", "the text is not in the format of the type it is converted to"),
        new(CelErrorCode.InvalidText, "invalid_text", "the text is not valid Unicode"),
        new(CelErrorCode.DuplicateKey, "duplicate_key", "a map has the same key twice"),
        new(CelErrorCode.UnsupportedKey, "unsupported_key", "a map key is not a bool, int, uint or string"),
        new(CelErrorCode.CostLimit, "cost_limit",
            "the evaluation costs more than the limit, or all evaluations of the message do",
            "test fewer elements, or make fewer rows"),
        new(CelErrorCode.DepthLimit, "depth_limit", "the values are nested too deeply to be compared or written"),
        new(CelErrorCode.InvalidArgument, "invalid_argument", "a function does not accept the value of an argument"),
        new(CelErrorCode.NoValue, "no_value", "value() is called on an optional that has no value",
            "use orValue(), or test hasValue() first"),
    ];

    public static IReadOnlyList<CelError> All => Rows;

    /// <param name="code">Any code except <see cref="CelErrorCode.None"/>.</param>
    public static CelError Of(CelErrorCode code) => Rows[(int)code - 1];
}
