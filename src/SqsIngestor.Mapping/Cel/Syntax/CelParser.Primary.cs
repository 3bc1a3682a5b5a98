using System.Globalization;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Syntax;

internal sealed partial class CelParser
{
    private static readonly string[] Reserved =
    [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace",
        "return", "var", "void", "while",
    ];

    /// <param name="minus">Offset of a minus that belongs to the number that follows, or -1.</param>
    private CelExpression? ParseMember(int minus = -1)
    {
        var operand = ParsePrimary(minus);
        while (operand is not null)
        {
            if (_token.Kind == CelTokenKind.Point) operand = ParseSelection(operand);
            else if (_token.Kind == CelTokenKind.LeftBracket) operand = ParseIndex(operand);
            else if (_token.Kind == CelTokenKind.LeftBrace && operand is NameExpression or SelectExpression) return NoMessages();
            else return operand;
        }
        return null;
    }

    private CelExpression? NoMessages()
    {
        _diagnostics.Error(
            CelDiagnosticCode.Unsupported, _token.Offset, _token.Length, "messages cannot be made in an expression",
            "a map is written {'name': value}");
        return null;
    }

    private CelExpression? ParseSelection(CelExpression operand)
    {
        Advance();
        if (_token.Kind == CelTokenKind.Question) return Optional();
        var name = _token;
        if (ParseMemberName() is not { } member) return null;
        if (_token.Kind != CelTokenKind.LeftParenthesis || name.Kind == CelTokenKind.QuotedName)
        {
            return Bounded(new SelectExpression(operand, member, name.Offset, name.End));
        }
        Advance();
        return ParseList(CelTokenKind.RightParenthesis, "')' or ','", trailingComma: false) is var (arguments, end)
            ? Bounded(new CallExpression(operand.Offset, operand, member, name.Offset, arguments, end))
            : null;
    }

    private string? ParseMemberName()
    {
        var token = _token;
        if (token.Kind is not (CelTokenKind.Name or CelTokenKind.QuotedName))
        {
            var isKeyword = token.Kind is CelTokenKind.In or CelTokenKind.True or CelTokenKind.False or CelTokenKind.Null;
            Unexpected("the name of a member", isKeyword ? "put it in backticks, or select it with ['name']" : null);
            return null;
        }
        Advance();
        var name = _text.AsSpan(token.Offset, token.Length);
        return (token.Kind == CelTokenKind.QuotedName ? name[1..^1] : name).ToString();
    }

    private CelExpression? ParseIndex(CelExpression operand)
    {
        Advance();
        if (_token.Kind == CelTokenKind.Question) return Optional();
        if (ParseExpression() is not { } index) return null;
        var end = _token.End;
        return Expect(CelTokenKind.RightBracket, "']'") ? Bounded(new IndexExpression(operand, index, end)) : null;
    }

    private CelExpression? Optional()
    {
        _diagnostics.Error(
            CelDiagnosticCode.Unsupported, _token.Offset, 1, "optional values are not part of this subset",
            "guard the path with has()");
        return null;
    }

    private CelExpression? ParsePrimary(int minus)
    {
        var token = _token;
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
                Advance();
                var digits = _text.AsSpan(token.Offset, token.Length);
                var number = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
                return new LiteralExpression(start, token.End - start, CelValue.Double(minus < 0 ? number : -number));
            case CelTokenKind.String or CelTokenKind.Bytes:
                return CelLiteral.Text(_text, token, _diagnostics) is { } text ? Literal(token, text) : null;
            case CelTokenKind.LeftParenthesis:
                Advance();
                return ParseExpression() is { } inner && Expect(CelTokenKind.RightParenthesis, "')' or an operator")
                    ? inner
                    : null;
            case CelTokenKind.LeftBracket:
                Advance();
                return ParseList(CelTokenKind.RightBracket, "']' or ','", trailingComma: true) is var (elements, end)
                    ? Bounded(new ListExpression(start, end - start, elements)) : null;
            case CelTokenKind.LeftBrace:
                return ParseMap();
            case CelTokenKind.Point or CelTokenKind.Name:
                return ParseNameOrCall();
            default:
                return Unexpected("a value");
        }
    }

    private LiteralExpression Literal(CelToken token, CelValue value)
    {
        Advance();
        return new(token.Offset, token.Length, value);
    }

    private LiteralExpression? ParseInteger(int start, CelToken token, bool negative)
    {
        Advance();
        var digits = _text.AsSpan(token.Offset, token.Length);
        if (CelLiteral.Integer(digits, negative, token.Kind == CelTokenKind.Uint) is { } value)
        {
            return new(start, token.End - start, value);
        }
        _diagnostics.Error(
            CelDiagnosticCode.Literal, start, token.End - start, "an integer that 64 bits do not hold",
            "for a number with rounding, write it with a point, such as 1.0");
        return null;
    }

    private CelExpression? ParseNameOrCall()
    {
        var start = _token.Offset;
        var rooted = _token.Kind == CelTokenKind.Point;
        if (rooted) Advance();
        var token = _token;
        if (token.Kind != CelTokenKind.Name) return Unexpected("a name");
        var name = _text.Substring(token.Offset, token.Length);
        if (Array.IndexOf(Reserved, name) >= 0) return Unexpected("a value", $"'{name}' is a reserved word");
        Advance();
        if (_token.Kind != CelTokenKind.LeftParenthesis) return new NameExpression(start, token.End - start, name, rooted);
        Advance();
        return ParseList(CelTokenKind.RightParenthesis, "')' or ','", trailingComma: false) is var (arguments, end)
            ? Bounded(new CallExpression(start, null, name, token.Offset, arguments, end))
            : null;
    }

    private (CelExpression[] Items, int End)? ParseList(CelTokenKind close, string expected, bool trailingComma)
    {
        List<CelExpression> items = [];
        while (_token.Kind != close)
        {
            if (ParseExpression() is not { } item) return null;
            items.Add(item);
            if (!AddEntry(items.Count)) return null;
            if (_token.Kind != CelTokenKind.Comma) break;
            Advance();
            if (_token.Kind == close && !trailingComma)
            {
                Unexpected("one more argument");
                return null;
            }
        }
        var end = _token.End;
        return Expect(close, expected) ? ([.. items], end) : null;
    }

    private MapExpression? ParseMap()
    {
        var start = _token.Offset;
        Advance();
        List<CelExpression> keys = [], values = [];
        while (_token.Kind != CelTokenKind.RightBrace)
        {
            if (ParseExpression() is not { } key || !Expect(CelTokenKind.Colon, "':' and the key's value")
                || ParseExpression() is not { } value)
            {
                return null;
            }
            keys.Add(key);
            values.Add(value);
            if (!AddEntry(keys.Count)) return null;
            if (_token.Kind != CelTokenKind.Comma) break;
            Advance();
        }
        var end = _token.End;
        if (!Expect(CelTokenKind.RightBrace, "'}' or ','")) return null;
        return Bounded(new MapExpression(start, end - start, [.. keys], [.. values])) as MapExpression;
    }

    private bool AddEntry(int count)
    {
        if (count <= CelLimits.MaxLiteralEntries) return true;
        _diagnostics.Error(
            CelDiagnosticCode.TooLarge, _token.Offset, _token.Length,
            $"more than {CelLimits.MaxLiteralEntries} entries in one list, map or call");
        return false;
    }
}
