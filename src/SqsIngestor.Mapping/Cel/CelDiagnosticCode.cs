namespace SqsIngestor.Mapping.Cel;

/// <summary>Stable names of everything that can be wrong with the text of an expression.</summary>
internal static class CelDiagnosticCode
{
    /// <summary>The text does not follow the grammar.</summary>
    public const string Syntax = "cel_syntax";

    /// <summary>A string, bytes or number literal that stands for no value.</summary>
    public const string Literal = "cel_literal";

    /// <summary>Longer, or nested deeper, than <see cref="CelLimits"/> allow.</summary>
    public const string TooLarge = "cel_too_large";

    /// <summary>Part of CEL that this subset leaves out.</summary>
    public const string Unsupported = "cel_unsupported";

    /// <summary>No variable, member or type has this name.</summary>
    public const string UnknownName = "cel_unknown_name";

    /// <summary>No function has this name.</summary>
    public const string UnknownFunction = "cel_unknown_function";

    /// <summary>The function or operator does not take arguments of these types.</summary>
    public const string NoOverload = "cel_no_overload";

    /// <summary>The expression's type is not the one that its place needs.</summary>
    public const string ResultType = "cel_result_type";

    /// <summary>A regular expression or a time zone that cannot be used.</summary>
    public const string BadConstant = "cel_bad_constant";

    /// <summary>Warning: this part has only constants and always fails.</summary>
    public const string AlwaysFails = "cel_always_fails";
}
