using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>
/// Parses <c>name</c> or <c>name(argument, …)</c>. An argument is a number without a sign, or text in quotes: in double quotes
/// a backslash before a quote makes it part of the text, in single quotes two of them are one; every other backslash is a
/// backslash, so that regular expressions can be written as they are.
/// </summary>
internal ref struct TransformParser
{
    private readonly TransformText _text;
    private readonly ReadOnlySpan<char> _value;
    private readonly DiagnosticBag _diagnostics;
    private int _at;

    private TransformParser(TransformText text, DiagnosticBag diagnostics)
    {
        (_text, _diagnostics) = (text, diagnostics);
        _value = text.Value;
    }

    private readonly char Next => _at < _value.Length ? _value[_at] : '\0';

    /// <summary>The call; null after a diagnostic at the character that does not fit.</summary>
    public static TransformCall? Parse(TransformText text, DiagnosticBag diagnostics) =>
        new TransformParser(text, diagnostics).Parse();

    private TransformCall? Parse()
    {
        SkipSpace();
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Next) || Next == '_') _at++;
        if (_at == start)
        {
            return Fail("a transform is a name, or a name with arguments in parentheses", "trim, or substring(0, 3)");
        }
        var (name, position) = (_value[start.._at].ToString(), _text.Locate(start, _at - start));
        var arguments = new List<TransformArgument>();
        SkipSpace();
        if (Next == '(')
        {
            do
            {
                _at++;
                SkipSpace();
                if (Next == ')' && arguments.Count == 0) break;
                if (ReadArgument() is not { } argument) return null;
                arguments.Add(argument);
                SkipSpace();
            }
            while (Next == ',');
            if (Next != ')')
            {
                return Fail(
                    "expected a comma or ) after an argument",
                    _at == _value.Length
                        ? "in braces and brackets, a comma ends a value: put quotes around the transform"
                        : null);
            }
            _at++;
            SkipSpace();
        }
        return _at == _value.Length
            ? new(name, arguments, position)
            : Fail("unexpected text after the transform; write the next transform as a separate item");
    }

    private TransformArgument? ReadArgument()
    {
        var start = _at;
        if (Next is '"' or '\'') return ReadText(Next);
        while (char.IsAsciiDigit(Next)) _at++;
        var digits = _value[start.._at];
        if (digits.Length > 0 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return new(digits.ToString(), number, _text.Locate(start, _at - start));
        }
        Fail(digits.Length > 0 ? "the number is too large" : "expected a number or text in quotes");
        return null;
    }

    private TransformArgument? ReadText(char quote)
    {
        var start = _at++;
        var text = new StringBuilder();
        for (; _at < _value.Length; _at++)
        {
            var isEscape = quote == '"' ? _value[_at] == '\\' : _value[_at] == '\'';
            if (isEscape && _at + 1 < _value.Length && _value[_at + 1] == quote)
            {
                text.Append(quote);
                _at++;
            }
            else if (_value[_at] == quote)
            {
                _at++;
                return new(text.ToString(), null, _text.Locate(start, _at - start));
            }
            else
            {
                text.Append(_value[_at]);
            }
        }
        _at = start;
        Fail("the quote is not closed", "in a list in brackets, put the whole transform in quotes");
        return null;
    }

    private void SkipSpace()
    {
        while (Next is ' ' or '\t') _at++;
    }

    private readonly TransformCall? Fail(string message, string? hint = null)
    {
        _diagnostics.Add(DiagnosticCodes.TransformSyntax, _text.Locate(_at, 1), message, hint);
        return null;
    }
}
