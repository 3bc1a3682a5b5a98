using System.Globalization;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>Parses literals, lists, maps, names, calls of functions, and expressions in parentheses.</summary>
internal sealed class CelPrimaryParser(CelParser expressions, CelMemberParser members, CelTokenReader tokens)
{
    private static readonly string[] Reserved =
    [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace",
        "return", "var", "void", "while",
    ];

    /// <param name="minus">Offset of a minus that belongs to the number that follows, or -1.</param>
    public CelExpression? Parse(int minus)
    {
        var token = tokens.Current;
        var start = minus < 0 ? token.Offset : minus;
        switch (token.Kind)
        {
            case CelTokenKind.True or CelTokenKind.False:
                return Literal(token, CelValue.Bool(token.Kind == CelTokenKind.True));
            case CelTokenKind.Null:
                return Literal(token, CelValue.Null);
            case CelTokenKind.Int or CelTokenKind.Uint:
                return ParseInteger(start, token, minus >= 0);
            case CelTokenKind.Double:
                tokens.Advance();
                var number = double.Parse(tokens.TextOf(token), NumberStyles.Float, CultureInfo.InvariantCulture);
                return new LiteralExpression(start, token.End - start, CelValue.Double(minus < 0 ? number : -number));
            case CelTokenKind.String or CelTokenKind.Bytes:
                return CelLiteral.Text(tokens.Text, token, tokens.Diagnostics) is { } text ? Literal(token, text) : null;
            case CelTokenKind.LeftParenthesis:
                tokens.Advance();
                return expressions.ParseExpression() is { } inner
                    && tokens.Expect(CelTokenKind.RightParenthesis, "')' or an operator")
                        ? inner
                        : null;
            case CelTokenKind.LeftBracket:
                tokens.Advance();
                return members.ParseList(CelTokenKind.RightBracket, "']' or ','", isLiteral: true) is var (elements, end)
                    ? tokens.Bounded(new ListExpression(start, end - start, elements))
                    : null;
            case CelTokenKind.LeftBrace:
                return ParseMap();
            case CelTokenKind.Point or CelTokenKind.Name:
                return ParseNameOrCall();
            default:
                return tokens.Unexpected("a value");
        }
    }

    private LiteralExpression Literal(CelToken token, CelValue value)
    {
        tokens.Advance();
        return new(token.Offset, token.Length, value);
    }

    private LiteralExpression? ParseInteger(int start, CelToken token, bool negative)
    {
        tokens.Advance();
        if (CelLiteral.Integer(tokens.TextOf(token), negative, token.Kind == CelTokenKind.Uint) is { } value)
        {
            return new(start, token.End - start, value);
        }
        tokens.Diagnostics.Error(
            CelDiagnosticCode.Literal, start, token.End - start, "the integer does not fit 64 bits",
            "for an approximate number, write a decimal point, as in 1.0");
        return null;
    }

    private CelExpression? ParseNameOrCall()
    {
        var start = tokens.Current.Offset;
        var rooted = tokens.Kind == CelTokenKind.Point;
        if (rooted) tokens.Advance();
        var token = tokens.Current;
        if (token.Kind != CelTokenKind.Name) return tokens.Unexpected("a name");
        var name = tokens.TextOf(token).ToString();
        if (Array.IndexOf(Reserved, name) >= 0) return tokens.Unexpected("a value", ReservedHint(name));
        tokens.Advance();
        if (tokens.Kind != CelTokenKind.LeftParenthesis) return new NameExpression(start, token.End - start, name, rooted);
        tokens.Advance();
        return members.ParseList(CelTokenKind.RightParenthesis, "')' or ','", isLiteral: false) is var (arguments, end)
            ? tokens.Bounded(new CallExpression(start, null, name, token.Offset, arguments, end))
            : null;
    }

    private static string ReservedHint(string name) =>
        CelForeignOperators.Hint(name) is { } hint ? $"'{name}' is a reserved word; {hint}" : $"'{name}' is a reserved word";

    private CelExpression? ParseMap()
    {
        var start = tokens.Current.Offset;
        tokens.Advance();
        List<CelExpression> keys = [], values = [];
        while (tokens.Kind != CelTokenKind.RightBrace)
        {
            var isOptional = members.TakeQuestion();
            if (expressions.ParseExpression() is not { } key
                || !tokens.Expect(CelTokenKind.Colon, "':' and the value of the key")
                || expressions.ParseExpression() is not { } value)
            {
                return null;
            }
            keys.Add(key);
            values.Add(isOptional ? new OptionalEntryExpression(value) : value);
            if (!members.CheckEntries(keys.Count)) return null;
            if (tokens.Kind != CelTokenKind.Comma) break;
            tokens.Advance();
        }
        var end = tokens.Current.End;
        if (!tokens.Expect(CelTokenKind.RightBrace, "'}' or ','")) return null;
        return tokens.Bounded(new MapExpression(start, end - start, [.. keys], [.. values]));
    }
}
