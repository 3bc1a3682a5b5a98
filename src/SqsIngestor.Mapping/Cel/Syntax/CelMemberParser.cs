namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>Parses an operand with the selections, indexes and method calls after it, and lists of arguments.</summary>
internal sealed class CelMemberParser
{
    private readonly CelParser _expressions;
    private readonly CelTokenReader _tokens;
    private readonly CelPrimaryParser _primaries;

    public CelMemberParser(CelParser expressions, CelTokenReader tokens)
    {
        _expressions = expressions;
        _tokens = tokens;
        _primaries = new(expressions, this, tokens);
    }

    /// <param name="minus">Offset of a minus that belongs to the number that follows, or -1.</param>
    public CelExpression? Parse(int minus = -1)
    {
        var operand = _primaries.Parse(minus);
        while (operand is not null)
        {
            if (_tokens.Kind == CelTokenKind.LeftBrace && operand is NameExpression or SelectExpression) return RefuseMessage();
            if (_tokens.Kind == CelTokenKind.Point) operand = ParseSelection(operand);
            else if (_tokens.Kind == CelTokenKind.LeftBracket) operand = ParseIndex(operand);
            else return operand;
        }
        return null;
    }

    /// <summary>Parses expressions with commas between them, and the token that closes the list.</summary>
    /// <param name="close">The token that closes the list.</param>
    /// <param name="expected">What can stand after an item, for messages.</param>
    /// <param name="isLiteral">A list, whose items can be optional, with a comma before the closing token; not arguments.</param>
    /// <returns>The items and the end of the closing token.</returns>
    public (CelExpression[] Items, int End)? ParseList(CelTokenKind close, string expected, bool isLiteral)
    {
        List<CelExpression> items = [];
        while (_tokens.Kind != close)
        {
            var isOptional = isLiteral && TakeQuestion();
            if (_expressions.ParseExpression() is not { } item) return null;
            items.Add(isOptional ? new OptionalEntryExpression(item) : item);
            if (!CheckEntries(items.Count)) return null;
            if (_tokens.Kind != CelTokenKind.Comma) break;
            _tokens.Advance();
            if (_tokens.Kind == close && !isLiteral)
            {
                _tokens.Unexpected("one more argument");
                return null;
            }
        }
        var end = _tokens.Current.End;
        return _tokens.Expect(close, expected) ? ([.. items], end) : null;
    }

    /// <summary>Takes the <c>?</c> that makes a selection or an entry optional; false if there is none.</summary>
    public bool TakeQuestion()
    {
        if (_tokens.Kind != CelTokenKind.Question) return false;
        _tokens.Advance();
        return true;
    }

    /// <summary>False when a list, map or call has too many entries.</summary>
    public bool CheckEntries(int count)
    {
        if (count <= CelLimits.MaxLiteralEntries) return true;
        _tokens.Error(
            CelDiagnosticCode.TooLarge, $"a list, map or call has more than {CelLimits.MaxLiteralEntries} entries");
        return false;
    }

    private CelExpression? ParseSelection(CelExpression operand)
    {
        _tokens.Advance();
        var isOptional = TakeQuestion();
        var name = _tokens.Current;
        if (ParseMemberName() is not { } member) return null;
        if (_tokens.Kind != CelTokenKind.LeftParenthesis || name.Kind == CelTokenKind.QuotedName || isOptional)
        {
            return _tokens.Bounded(new SelectExpression(operand, member, name.Offset, name.End, isOptional));
        }
        _tokens.Advance();
        return ParseList(CelTokenKind.RightParenthesis, "')' or ','", isLiteral: false) is var (arguments, end)
            ? _tokens.Bounded(new CallExpression(operand.Offset, operand, member, name.Offset, arguments, end))
            : null;
    }

    private string? ParseMemberName()
    {
        var token = _tokens.Current;
        if (token.Kind is not (CelTokenKind.Name or CelTokenKind.QuotedName))
        {
            var isKeyword = token.Kind is CelTokenKind.In or CelTokenKind.True or CelTokenKind.False or CelTokenKind.Null;
            _tokens.Unexpected("the name of a member", isKeyword ? "put it in backticks, or select it with ['name']" : null);
            return null;
        }
        _tokens.Advance();
        var name = _tokens.TextOf(token);
        return (token.Kind == CelTokenKind.QuotedName ? name[1..^1] : name).ToString();
    }

    private CelExpression? ParseIndex(CelExpression operand)
    {
        _tokens.Advance();
        var isOptional = TakeQuestion();
        if (_expressions.ParseExpression() is not { } index) return null;
        var end = _tokens.Current.End;
        return _tokens.Expect(CelTokenKind.RightBracket, "']'")
            ? _tokens.Bounded(new IndexExpression(operand, index, end, isOptional))
            : null;
    }

    private CelExpression? RefuseMessage()
    {
        _tokens.Error(
            CelDiagnosticCode.Unsupported, "an expression cannot create a protobuf message", "write a map as {'name': value}");
        return null;
    }
}
