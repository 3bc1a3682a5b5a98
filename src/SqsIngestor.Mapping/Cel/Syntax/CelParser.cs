namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>
/// Parses operators by recursive descent; <see cref="CelMemberParser"/> parses what stands between them. A parser that
/// returns null has reported the first token that does not follow the grammar.
/// </summary>
internal sealed class CelParser
{
    private readonly CelTokenReader _tokens;
    private readonly CelMemberParser _members;

    public CelParser(string text, CelDiagnostics diagnostics)
    {
        _tokens = new(text, diagnostics);
        _members = new(this, _tokens);
    }

    /// <summary>Parses the whole text.</summary>
    public CelExpression? Parse()
    {
        if (ParseExpression() is not { } expression) return null;
        return _tokens.Kind == CelTokenKind.End
            ? expression
            : _tokens.Unexpected("an operator or the end of the expression");
    }

    /// <summary>Parses one expression, up to a token that cannot belong to it.</summary>
    public CelExpression? ParseExpression()
    {
        if (!_tokens.Enter()) return null;
        var expression = ParseConditional();
        _tokens.Leave();
        return expression;
    }

    private CelExpression? ParseConditional()
    {
        if (ParseLogical(isAnd: false) is not { } condition) return null;
        if (_tokens.Kind != CelTokenKind.Question) return condition;
        var question = _tokens.Current;
        _tokens.Advance();
        if (_tokens.Kind == CelTokenKind.Question)
        {
            return _tokens.Unexpected("a value", "for a value that may be absent, write body.?a.orValue('other')");
        }
        var hint = MisplacedQuestion(question);
        if (ParseLogical(isAnd: false) is not { } whenTrue
            || !_tokens.Expect(CelTokenKind.Colon, "':' and the other value", hint))
        {
            return null;
        }
        return ParseExpression() is { } whenFalse
            ? _tokens.Bounded(new ConditionalExpression(condition, whenTrue, whenFalse))
            : null;
    }

    /// <summary>What to write if the question mark stands directly in front of a selection.</summary>
    private string? MisplacedQuestion(CelToken question)
    {
        if (_tokens.Current.Offset != question.End) return null;
        return _tokens.Kind switch
        {
            CelTokenKind.Point => "for a member that may be absent, write .? as in body.?name",
            CelTokenKind.LeftBracket => "for an element that may be absent, write [? as in body.list[?0]",
            _ => null,
        };
    }

    private CelExpression? ParseLogical(bool isAnd)
    {
        if (ParseTerm(isAnd) is not { } first) return null;
        var separator = isAnd ? CelTokenKind.And : CelTokenKind.Or;
        if (_tokens.Kind != separator) return first;
        List<CelExpression> terms = [first];
        while (_tokens.Kind == separator)
        {
            _tokens.Advance();
            if (ParseTerm(isAnd) is not { } term) return null;
            terms.Add(term);
        }
        return _tokens.Bounded(new LogicalExpression(isAnd, [.. terms]));
    }

    private CelExpression? ParseTerm(bool isAnd) => isAnd ? ParseBinary(1) : ParseLogical(isAnd: true);

    /// <param name="precedence">See <see cref="CelOperatorSyntax.Precedence"/>.</param>
    private CelExpression? ParseBinary(int precedence)
    {
        var left = ParseOperand(precedence);
        while (left is not null && CelOperatorSyntax.Find(_tokens.Kind) is { } found && found.Precedence == precedence)
        {
            var offset = _tokens.Current.Offset;
            _tokens.Advance();
            var right = ParseOperand(precedence);
            left = right is null ? null : _tokens.Bounded(new BinaryExpression(left, found.Operator, offset, right));
        }
        return left;
    }

    private CelExpression? ParseOperand(int precedence) =>
        precedence == CelOperatorSyntax.HighestPrecedence ? ParseUnary() : ParseBinary(precedence + 1);

    private CelExpression? ParseUnary()
    {
        if (_tokens.Kind is not (CelTokenKind.Not or CelTokenKind.Minus)) return _members.Parse();
        List<CelToken> signs = [];
        var kind = _tokens.Kind;
        for (; _tokens.Kind == kind; _tokens.Advance()) signs.Add(_tokens.Current);
        CelExpression? operand;
        if (kind == CelTokenKind.Minus && _tokens.Kind is CelTokenKind.Int or CelTokenKind.Uint or CelTokenKind.Double)
        {
            // The last minus belongs to the number: -9223372036854775808 is an int, 9223372036854775808 is not.
            operand = _members.Parse(signs[^1].Offset);
            signs.RemoveAt(signs.Count - 1);
        }
        else
        {
            operand = _members.Parse();
        }
        for (var i = signs.Count - 1; i >= 0 && operand is not null; i--)
        {
            operand = _tokens.Bounded(new UnaryExpression(signs[i].Offset, kind == CelTokenKind.Not, operand));
        }
        return operand;
    }
}
