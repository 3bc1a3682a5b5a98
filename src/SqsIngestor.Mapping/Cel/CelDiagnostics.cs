using SqsIngestor.Mapping.Cel.Syntax;

namespace SqsIngestor.Mapping.Cel;

/// <summary>Collects the diagnostics of one expression.</summary>
internal sealed class CelDiagnostics
{
    private readonly List<CelDiagnostic> _found = [];

    public bool HasErrors { get; private set; }

    public void Error(string code, int offset, int length, string message, string? hint = null)
    {
        HasErrors = true;
        Add(new(code, true, offset, length, message, hint));
    }

    public void Error(string code, CelExpression place, string message, string? hint = null) =>
        Error(code, place.Offset, place.Length, message, hint);

    public void Warning(string code, CelExpression place, string message, string? hint = null) =>
        Add(new(code, false, place.Offset, place.Length, message, hint));

    public IReadOnlyList<CelDiagnostic> InOrder() => [.. _found.OrderBy(d => d.Offset)];

    private void Add(CelDiagnostic diagnostic)
    {
        if (_found.Count < CelLimits.MaxDiagnostics) _found.Add(diagnostic);
    }
}

/// <summary>A mistake that the compiler found in an expression.</summary>
/// <param name="Code">Stable: one of <see cref="CelDiagnosticCode"/>.</param>
/// <param name="IsError">False for a warning: the expression compiles, but part of it can never give a value.</param>
/// <param name="Offset">UTF-16 code units from the start of the expression's text.</param>
/// <param name="Length">UTF-16 code units; 0 at the end of the text.</param>
/// <param name="Message">What was found, and what was expected.</param>
/// <param name="Hint">What to write instead; null for no hint.</param>
internal sealed record CelDiagnostic(string Code, bool IsError, int Offset, int Length, string Message, string? Hint = null);

/// <summary>The stable codes of diagnostics.</summary>
internal static class CelDiagnosticCode
{
    /// <summary>The text does not follow the grammar.</summary>
    public const string Syntax = "cel_syntax";

    /// <summary>A string, bytes or number literal is not valid.</summary>
    public const string Literal = "cel_literal";

    /// <summary>The expression exceeds one of the <see cref="CelLimits"/>.</summary>
    public const string TooLarge = "cel_too_large";

    /// <summary>A part of CEL that this subset does not support.</summary>
    public const string Unsupported = "cel_unsupported";

    /// <summary>No variable, member or type has this name.</summary>
    public const string UnknownName = "cel_unknown_name";

    /// <summary>No function has this name.</summary>
    public const string UnknownFunction = "cel_unknown_function";

    /// <summary>The function or operator does not accept arguments of these types.</summary>
    public const string NoOverload = "cel_no_overload";

    /// <summary>The result has a type that the place of the expression does not accept.</summary>
    public const string ResultType = "cel_result_type";

    /// <summary>A regular expression or a time zone is not valid.</summary>
    public const string BadConstant = "cel_bad_constant";

    /// <summary>Warning: this part has only constants and always fails.</summary>
    public const string AlwaysFails = "cel_always_fails";

    /// <summary>Warning: this part accepts some numbers of the message, and fails for others.</summary>
    public const string SomeNumbersFail = "cel_some_numbers_fail";
}
