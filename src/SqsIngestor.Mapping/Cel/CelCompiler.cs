using SqsIngestor.Mapping.Cel.Binding;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel;

/// <summary>Compiles expressions of a subset of the Common Expression Language (github.com/google/cel-spec).</summary>
internal static class CelCompiler
{
    /// <summary>Parses, checks and compiles a text. Never throws, whatever the text.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="expected">
    /// The type that the place of the expression needs, such as <see cref="CelType.Bool"/> for a condition; null for any.
    /// </param>
    public static CelCompilation Compile(string text, CelEnvironment environment, CelType? expected = null)
    {
        var diagnostics = new CelDiagnostics();
        if (text.Length > CelLimits.MaxTextLength)
        {
            diagnostics.Error(
                CelDiagnosticCode.TooLarge, 0, text.Length,
                $"the expression has {text.Length} characters; the limit is {CelLimits.MaxTextLength}");
            return new(null, diagnostics.InOrder());
        }
        var program = new CelParser(text, diagnostics).Parse() is { } expression
            ? new CelBinder(text, environment, diagnostics).BindProgram(expression, expected)
            : null;
        return new(diagnostics.HasErrors ? null : program, diagnostics.InOrder());
    }
}

/// <summary>The result of compiling: a program unless there is an error, and every diagnostic.</summary>
/// <param name="Program">Null when <paramref name="Diagnostics"/> has an error.</param>
/// <param name="Diagnostics">In the order of the text.</param>
internal sealed record CelCompilation(CelProgram? Program, IReadOnlyList<CelDiagnostic> Diagnostics);
