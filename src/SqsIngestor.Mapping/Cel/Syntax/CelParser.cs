namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>
/// Tokens to a syntax tree, by recursive descent with bounded depth. A null result means that the first thing that
/// does not follow the grammar has been reported.
/// </summary>
internal sealed partial class CelParser
{
    private readonly string _text;
    private readonly CelDiagnostics _diagnostics;
    private readonly CelLexer _lexer;
    private CelToken _token;
    private int _nesting;

    public CelParser(string text, CelDiagnostics diagnostics)
    {
        _text = text;
        _diagnostics = diagnostics;
        _lexer = new(text, diagnostics);
        _token = _lexer.Next();
    }

    /// <summary>The tree of the whole text.</summary>
    public CelExpression? Parse()
    {
        if (ParseExpression() is not { } expression) return null;
        return _token.Kind == CelTokenKind.End ? expression : Unexpected("an operator or the end of the expression");
    }

    private CelExpression? ParseExpression()
    {
        if (!Enter()) return null;
        var expression = ParseConditional();
        _nesting--;
        return expression;
    }

    private CelExpression? ParseConditional()
    {
        if (ParseLogical(isAnd: false) is not { } condition) return null;
        if (_token.Kind != CelTokenKind.Question) return condition;
        Advance();
        if (ParseLogical(isAnd: false) is not { } whenTrue || !Expect(CelTokenKind.Colon, "':' and the value otherwise"))
        {
            return null;
        }
        return ParseExpression() is { } whenFalse ? Bounded(new ConditionalExpression(condition, whenTrue, whenFalse)) : null;
    }

    private CelExpression? ParseLogical(bool isAnd)
    {
        if (ParseTerm(isAnd) is not { } first) return null;
        var separator = isAnd ? CelTokenKind.And : CelTokenKind.Or;
        if (_token.Kind != separator) return first;
        List<CelExpression> terms = [first];
        while (_token.Kind == separator)
        {
            Advance();
            if (ParseTerm(isAnd) is not { } term) return null;
            terms.Add(term);
        }
        return Bounded(new LogicalExpression(isAnd, [.. terms]));
    }

    private CelExpression? ParseTerm(bool isAnd) => isAnd ? ParseBinary(1) : ParseLogical(isAnd: true);

    /// <summary>Relations bind least (1), then sums (2), then products (3); all to the left.</summary>
    private CelExpression? ParseBinary(int level)
    {
        var left = level == 3 ? ParseUnary() : ParseBinary(level + 1);
        while (left is not null && Operator(_token.Kind) is var (candidate, candidateLevel) && candidateLevel == level)
        {
            var offset = _token.Offset;
            Advance();
            var right = level == 3 ? ParseUnary() : ParseBinary(level + 1);
            left = right is null ? null : Bounded(new BinaryExpression(left, candidate, offset, right));
        }
        return left;
    }

    private CelExpression? ParseUnary()
    {
        if (_token.Kind is not (CelTokenKind.Not or CelTokenKind.Minus)) return ParseMember();
        List<CelToken> signs = [];
        var kind = _token.Kind;
        for (; _token.Kind == kind; Advance()) signs.Add(_token);
        CelExpression? operand;
        if (kind == CelTokenKind.Minus && _token.Kind is CelTokenKind.Int or CelTokenKind.Uint or CelTokenKind.Double)
        {
            // The last minus is part of the number, or the least int could not be written.
            operand = ParseMember(signs[^1].Offset);
            signs.RemoveAt(signs.Count - 1);
        }
        else
        {
            operand = ParseMember();
        }
        for (var i = signs.Count - 1; i >= 0 && operand is not null; i--)
        {
            operand = Bounded(new UnaryExpression(signs[i].Offset, kind == CelTokenKind.Not, operand));
        }
        return operand;
    }

    private static (CelOperator Operator, int Level)? Operator(CelTokenKind kind) => kind switch
    {
        CelTokenKind.Equal => (CelOperator.Equal, 1),
        CelTokenKind.NotEqual => (CelOperator.NotEqual, 1),
        CelTokenKind.Less => (CelOperator.Less, 1),
        CelTokenKind.LessOrEqual => (CelOperator.LessOrEqual, 1),
        CelTokenKind.Greater => (CelOperator.Greater, 1),
        CelTokenKind.GreaterOrEqual => (CelOperator.GreaterOrEqual, 1),
        CelTokenKind.In => (CelOperator.In, 1),
        CelTokenKind.Plus => (CelOperator.Add, 2),
        CelTokenKind.Minus => (CelOperator.Subtract, 2),
        CelTokenKind.Star => (CelOperator.Multiply, 3),
        CelTokenKind.Slash => (CelOperator.Divide, 3),
        CelTokenKind.Percent => (CelOperator.Remainder, 3),
        _ => null,
    };

    private void Advance() => _token = _lexer.Next();

    private bool Enter()
    {
        if (++_nesting <= CelLimits.MaxNesting) return true;
        _diagnostics.Error(
            CelDiagnosticCode.TooLarge, _token.Offset, _token.Length, $"nested deeper than {CelLimits.MaxNesting} levels");
        return false;
    }

    private CelExpression? Bounded(CelExpression expression)
    {
        if (expression.Height <= CelLimits.MaxTreeHeight) return expression;
        _diagnostics.Error(
            CelDiagnosticCode.TooLarge, _token.Offset, _token.Length,
            $"more than {CelLimits.MaxTreeHeight} operators build on each other");
        return null;
    }

    private bool Expect(CelTokenKind kind, string what)
    {
        if (_token.Kind != kind)
        {
            Unexpected(what);
            return false;
        }
        Advance();
        return true;
    }

    private CelExpression? Unexpected(string expected, string? hint = null)
    {
        // An unreadable token has been reported by the lexer.
        if (_token.Kind == CelTokenKind.Invalid) return null;
        var found = _token.Kind == CelTokenKind.End
            ? "the expression ends"
            : $"found {CelText.Show(_text.AsSpan(_token.Offset, _token.Length))}";
        _diagnostics.Error(CelDiagnosticCode.Syntax, _token.Offset, _token.Length, $"{found}, expected {expected}", hint);
        return null;
    }
}
