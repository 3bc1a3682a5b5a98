namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>
/// The token in front of the parsers, and the limits on nesting. Methods that return false or null have reported the reason.
/// </summary>
internal sealed class CelTokenReader
{
    private readonly CelLexer _lexer;
    private int _nesting;

    public CelTokenReader(string text, CelDiagnostics diagnostics)
    {
        Text = text;
        Diagnostics = diagnostics;
        _lexer = new(text, diagnostics);
        Current = _lexer.Next();
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    public CelDiagnostics Diagnostics { get; }

    /// <summary>The next token that no parser has taken.</summary>
    public CelToken Current { get; private set; }

    public CelTokenKind Kind => Current.Kind;

    /// <summary>The token in front of <see cref="Current"/>.</summary>
    public CelToken Previous { get; private set; }

    public void Advance() => (Previous, Current) = (Current, _lexer.Next());

    /// <summary>The characters of a token.</summary>
    public ReadOnlySpan<char> TextOf(CelToken token) => Text.AsSpan(token.Offset, token.Length);

    /// <summary>Takes a token of this kind.</summary>
    /// <param name="kind">The only kind that can stand here.</param>
    /// <param name="expected">What can stand here, for the message.</param>
    /// <param name="hint">What to write instead of another token.</param>
    public bool Expect(CelTokenKind kind, string expected, string? hint = null)
    {
        if (Kind != kind)
        {
            Unexpected(expected, hint);
            return false;
        }
        Advance();
        return true;
    }

    /// <summary>Reports the current token.</summary>
    /// <param name="expected">What can stand here.</param>
    /// <param name="hint">What to write instead.</param>
    /// <returns>Always null, the result of a parser that fails.</returns>
    public CelExpression? Unexpected(string expected, string? hint = null)
    {
        // The lexer has reported a token that it cannot read.
        if (Kind == CelTokenKind.Invalid) return null;
        var found = Kind == CelTokenKind.End ? "the expression ends" : $"found {CelText.Show(TextOf(Current))}";
        Error(CelDiagnosticCode.Syntax, $"{found}, expected {expected}", hint ?? ForeignOperator());
        return null;
    }

    /// <summary>A hint if the token, or the name in front of it, is the operator of another language.</summary>
    private string? ForeignOperator() =>
        (Kind == CelTokenKind.Name ? CelForeignOperators.Hint(TextOf(Current)) : null)
        ?? (Previous.Kind == CelTokenKind.Name ? CelForeignOperators.Hint(TextOf(Previous)) : null);

    /// <summary>Reports an error at the current token.</summary>
    public void Error(string code, string message, string? hint = null) =>
        Diagnostics.Error(code, Current.Offset, Current.Length, message, hint);

    /// <summary>Enters one more level of nesting; false when that is too deep.</summary>
    public bool Enter()
    {
        if (++_nesting <= CelLimits.MaxNesting) return true;
        Error(CelDiagnosticCode.TooLarge, $"expressions are nested more than {CelLimits.MaxNesting} levels deep");
        return false;
    }

    public void Leave() => _nesting--;

    /// <summary>The expression; null when its tree is too high.</summary>
    public CelExpression? Bounded(CelExpression expression)
    {
        if (expression.Height <= CelLimits.MaxTreeHeight) return expression;
        Error(CelDiagnosticCode.TooLarge, $"a chain has more than {CelLimits.MaxTreeHeight} operators");
        return null;
    }
}
