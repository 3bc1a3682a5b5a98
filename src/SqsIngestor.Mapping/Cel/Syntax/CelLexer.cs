namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>Splits text into tokens (CEL, "Syntax"). It reports a token that it cannot read, and ends there.</summary>
internal sealed class CelLexer(string text, CelDiagnostics diagnostics)
{
    private int _position;

    public CelToken Next()
    {
        SkipSpace();
        var start = _position;
        if (start == text.Length) return new(CelTokenKind.End, start, 0);
        var c = text[start];
        if (IsNameStart(c)) return ReadNameOrPrefixedString(start);
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)))) return ReadNumber(start);
        return c switch
        {
            '"' or '\'' => ReadString(start, start, CelTokenKind.String),
            '`' => ReadQuotedName(start),
            _ => ReadPunctuation(start, c),
        };
    }

    private char Peek(int distance) => _position + distance < text.Length ? text[_position + distance] : '\0';

    private void SkipSpace()
    {
        while (_position < text.Length)
        {
            if (text[_position] is ' ' or '\t' or '\n' or '\f' or '\r')
            {
                _position++;
            }
            else if (text[_position] == '/' && Peek(1) == '/')
            {
                while (_position < text.Length && text[_position] != '\n') _position++;
            }
            else
            {
                return;
            }
        }
    }

    private CelToken Token(CelTokenKind kind, int start, int length)
    {
        _position = start + length;
        return new(kind, start, length);
    }

    private CelToken Fail(string code, int start, string message, string? hint = null)
    {
        diagnostics.Error(code, start, Math.Min(1, text.Length - start), message, hint);
        _position = text.Length;
        return new(CelTokenKind.Invalid, start, text.Length - start);
    }

    private CelToken ReadNameOrPrefixedString(int start)
    {
        var end = start;
        while (end < text.Length && (IsNameStart(text[end]) || char.IsAsciiDigit(text[end]))) end++;
        var name = text.AsSpan(start, end - start);
        if (end < text.Length && text[end] is '"' or '\'')
        {
            if (name is "r" or "R") return ReadString(start, end, CelTokenKind.String);
            if (name is "b" or "B" or "br" or "bR" or "Br" or "BR") return ReadString(start, end, CelTokenKind.Bytes);
        }
        var kind = name switch
        {
            "true" => CelTokenKind.True,
            "false" => CelTokenKind.False,
            "null" => CelTokenKind.Null,
            "in" => CelTokenKind.In,
            _ => CelTokenKind.Name,
        };
        return Token(kind, start, end - start);
    }

    private CelToken ReadNumber(int start)
    {
        var end = start;
        var kind = CelTokenKind.Int;
        if (text[start] == '0' && Peek(1) is 'x' or 'X')
        {
            for (end += 2; end < text.Length && char.IsAsciiHexDigit(text[end]); end++) { }
            if (end == start + 2) return Fail(CelDiagnosticCode.Syntax, start, "'0x' needs hexadecimal digits after it");
        }
        else
        {
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
            {
                kind = CelTokenKind.Double;
                for (end++; end < text.Length && char.IsAsciiDigit(text[end]); end++) { }
            }
            if (end < text.Length && text[end] is 'e' or 'E')
            {
                var digits = end + 1;
                if (digits < text.Length && text[digits] is '+' or '-') digits++;
                if (digits == text.Length || !char.IsAsciiDigit(text[digits]))
                {
                    return Fail(CelDiagnosticCode.Syntax, start, "the exponent of the number has no digits");
                }
                kind = CelTokenKind.Double;
                for (end = digits; end < text.Length && char.IsAsciiDigit(text[end]); end++) { }
            }
        }
        if (kind == CelTokenKind.Int && end < text.Length && text[end] is 'u' or 'U')
        {
            kind = CelTokenKind.Uint;
            end++;
        }
        if (end == text.Length || !(IsNameStart(text[end]) || char.IsAsciiDigit(text[end])))
        {
            return Token(kind, start, end - start);
        }
        return Fail(
            CelDiagnosticCode.Syntax, start, "letters stand directly after a number",
            "put a space or an operator between them, or quote the whole text as a string");
    }

    private CelToken ReadString(int start, int quote, CelTokenKind kind)
    {
        var raw = quote > start && text[quote - 1] is 'r' or 'R';
        var mark = text[quote];
        var triple = quote + 2 < text.Length && text[quote + 1] == mark && text[quote + 2] == mark;
        for (var i = quote + (triple ? 3 : 1); i < text.Length; i++)
        {
            if (text[i] == '\\' && !raw)
            {
                i++;
            }
            else if (triple)
            {
                if (text[i] == mark && i + 2 < text.Length && text[i + 1] == mark && text[i + 2] == mark)
                {
                    return Token(kind, start, i + 3 - start);
                }
            }
            else if (text[i] == mark)
            {
                return Token(kind, start, i + 1 - start);
            }
            else if (text[i] is '\n' or '\r')
            {
                break;
            }
        }
        return Fail(
            CelDiagnosticCode.Syntax, start, $"the string is not closed: expected {(triple ? new string(mark, 3) : mark)}");
    }

    private CelToken ReadQuotedName(int start)
    {
        var end = text.IndexOf('`', start + 1);
        return end > start + 1
            ? Token(CelTokenKind.QuotedName, start, end + 1 - start)
            : Fail(CelDiagnosticCode.Syntax, start, "the name in backticks is empty or not closed");
    }

    private CelToken ReadPunctuation(int start, char c)
    {
        var next = Peek(1);
        switch (c)
        {
            case '(': return Token(CelTokenKind.LeftParenthesis, start, 1);
            case ')': return Token(CelTokenKind.RightParenthesis, start, 1);
            case '[': return Token(CelTokenKind.LeftBracket, start, 1);
            case ']': return Token(CelTokenKind.RightBracket, start, 1);
            case '{': return Token(CelTokenKind.LeftBrace, start, 1);
            case '}': return Token(CelTokenKind.RightBrace, start, 1);
            case '.': return Token(CelTokenKind.Point, start, 1);
            case ',': return Token(CelTokenKind.Comma, start, 1);
            case ':': return Token(CelTokenKind.Colon, start, 1);
            case '?': return Token(CelTokenKind.Question, start, 1);
            case '+': return Token(CelTokenKind.Plus, start, 1);
            case '-': return Token(CelTokenKind.Minus, start, 1);
            case '*': return Token(CelTokenKind.Star, start, 1);
            case '/': return Token(CelTokenKind.Slash, start, 1);
            case '%': return Token(CelTokenKind.Percent, start, 1);
            case '!': return next == '=' ? Token(CelTokenKind.NotEqual, start, 2) : Token(CelTokenKind.Not, start, 1);
            case '<': return next == '=' ? Token(CelTokenKind.LessOrEqual, start, 2) : Token(CelTokenKind.Less, start, 1);
            case '>': return next == '=' ? Token(CelTokenKind.GreaterOrEqual, start, 2) : Token(CelTokenKind.Greater, start, 1);
            case '=' when next == '=': return Token(CelTokenKind.Equal, start, 2);
            case '&' when next == '&': return Token(CelTokenKind.And, start, 2);
            case '|' when next == '|': return Token(CelTokenKind.Or, start, 2);
            case '=': return Fail(CelDiagnosticCode.Syntax, start, "'=' is not an operator", "compare with '=='");
            case '&': return Fail(CelDiagnosticCode.Syntax, start, "'&' is not an operator", "write '&&'");
            case '|': return Fail(CelDiagnosticCode.Syntax, start, "'|' is not an operator", "write '||'");
            case '$':
                return Fail(
                CelDiagnosticCode.Syntax, start, "a path does not start with '$'", "write the path without '$.'");
            default: return Fail(CelDiagnosticCode.Syntax, start, $"unexpected character {CelText.Show(c)}");
        }
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';
}
