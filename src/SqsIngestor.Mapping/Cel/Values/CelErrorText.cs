namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>The stable names of run-time errors and a sentence on each; never anything of the input.</summary>
internal static class CelErrorText
{
    public static string Code(CelErrorCode code) => code switch
    {
        CelErrorCode.NoMatchingOverload => "no_matching_overload",
        CelErrorCode.NoSuchField => "no_such_field",
        CelErrorCode.IndexOutOfRange => "index_out_of_range",
        CelErrorCode.DivideByZero => "divide_by_zero",
        CelErrorCode.Overflow => "overflow",
        CelErrorCode.OutOfRange => "out_of_range",
        CelErrorCode.NotConvertible => "not_convertible",
        CelErrorCode.InvalidText => "invalid_text",
        CelErrorCode.DuplicateKey => "duplicate_key",
        CelErrorCode.UnsupportedKey => "unsupported_key",
        CelErrorCode.CostLimit => "cost_limit",
        CelErrorCode.DepthLimit => "depth_limit",
        _ => "none",
    };

    public static string Describe(CelErrorCode code) => code switch
    {
        CelErrorCode.NoMatchingOverload => "a value has a type that is not taken here; convert it, or test it first",
        CelErrorCode.NoSuchField => "the message has nothing at this path; guard it with has()",
        CelErrorCode.IndexOutOfRange => "the list has no such position; compare with size() first",
        CelErrorCode.DivideByZero => "division by zero; test the divisor first",
        CelErrorCode.Overflow => "the result does not fit its type",
        CelErrorCode.OutOfRange => "the value is outside the range of the type that it is converted to",
        CelErrorCode.NotConvertible => "the text is not written as the type that it is converted to",
        CelErrorCode.InvalidText => "the text is not valid Unicode",
        CelErrorCode.DuplicateKey => "a map would get the same key twice",
        CelErrorCode.UnsupportedKey => "a map's key must be a bool, int, uint or string",
        CelErrorCode.CostLimit => "the evaluation costs more than the limit; test fewer elements",
        CelErrorCode.DepthLimit => "the values are nested too deeply to be compared",
        _ => "no error",
    };
}
