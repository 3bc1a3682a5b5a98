using SqsIngestor.Mapping.Cel.Binding;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel;

/// <summary>Text to program: a subset of the Common Expression Language (github.com/google/cel-spec).</summary>
internal static class CelCompiler
{
    /// <param name="text">The expression; any text at all is answered with a program or with diagnostics.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="expected">The type that the place needs, such as <see cref="CelType.Bool"/> for a condition; null for
    /// any.</param>
    public static CelCompilation Compile(string text, CelEnvironment environment, CelType? expected = null)
    {
        var diagnostics = new CelDiagnostics();
        if (text.Length > CelLimits.MaxTextLength)
        {
            diagnostics.Error(
                CelDiagnosticCode.TooLarge, 0, text.Length,
                $"an expression of {text.Length} characters; at most {CelLimits.MaxTextLength} are allowed");
            return new(null, diagnostics.InOrder());
        }
        var program = new CelParser(text, diagnostics).Parse() is { } expression
            ? new CelBinder(environment, diagnostics).BindProgram(expression, expected)
            : null;
        return new(diagnostics.HasErrors ? null : program, diagnostics.InOrder());
    }
}
