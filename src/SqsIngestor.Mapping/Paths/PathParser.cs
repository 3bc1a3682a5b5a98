using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Paths;

/// <summary>Parses the singular queries of RFC 9535: names in dot and bracket notation, and indexes.</summary>
internal ref struct PathParser
{
    private const int MaxSteps = 64;
    private readonly string _text;
    private int _at;
    private (int Offset, int Length, string Message, string? Hint)? _error;

    private PathParser(string text) => _text = text;

    /// <summary>Parses the text; null after a diagnostic at the wrong character.</summary>
    /// <param name="text">The path.</param>
    /// <param name="locate">The place of a part of the text in the file.</param>
    /// <param name="diagnostics">Receives the problems.</param>
    public static SourcePath? Parse(string text, Func<int, int, TextPosition> locate, DiagnosticBag diagnostics)
    {
        var parser = new PathParser(text);
        if (parser.TryParse(out var steps, out var wildcard)) return new(steps, wildcard, text, locate(0, text.Length));
        var (offset, length, message, hint) = parser._error!.Value;
        diagnostics.Add(DiagnosticCodes.PathInvalid, locate(offset, length), message, hint);
        return null;
    }

    private bool TryParse(out List<PathStep> steps, out bool wildcard)
    {
        steps = [];
        wildcard = false;
        if (_text.Length == 0 || _text[0] != '$') return Fail(0, 1, "a path starts with $");
        _at = 1;
        while (_at < _text.Length)
        {
            if (wildcard)
            {
                return Fail(
                    _at, _text.Length - _at, "[*] finds many nodes and can only end the path of an explode",
                    "explode makes a row of each element, each an element of an ARRAY: then $.line.name or $.item.name");
            }
            if (steps.Count == MaxSteps) return Fail(_at, 1, $"a path has at most {MaxSteps} steps");
            if (!TryStep(steps, ref wildcard)) return false;
        }
        if (steps.Count == 0) return Fail(0, _text.Length, "the path names nothing", "start with $.message or $.body");
        return steps[0].Name is not null || Fail(1, 1, "the first step is a name", "start with $.message or $.body");
    }

    private bool TryStep(List<PathStep> steps, ref bool wildcard)
    {
        if (_text[_at] == '[') return TryBracket(steps, ref wildcard);
        if (_text[_at] != '.') return Fail(_at, 1, $"expected '.' or '[', found '{_text[_at]}'");
        if (_at + 1 < _text.Length && _text[_at + 1] == '.') return Fail(_at, 2, "'..' finds many nodes; a path finds one");
        if (_at + 1 < _text.Length && _text[_at + 1] == '*')
        {
            return Fail(_at, 2, "'.*' finds many nodes; a path finds one", "explode repeats rows with [*]");
        }
        var start = ++_at;
        while (_at < _text.Length && IsNameCharacter(_text[_at], _at == start)) _at++;
        if (_at == start)
        {
            var found = _at < _text.Length ? $"'{_text[_at]}'" : "the end";
            return Fail(
                Math.Min(start, _text.Length - 1), 1, $"expected a name, found {found}",
                "other names go into brackets: $.body['a name']");
        }
        steps.Add(new(_text[start.._at], 0));
        return true;
    }

    private bool TryBracket(List<PathStep> steps, ref bool wildcard)
    {
        var open = _at++;
        if (_at >= _text.Length) return Fail(open, 1, "the bracket is not closed");
        switch (_text[_at])
        {
            case '*':
                _at++;
                wildcard = true;
                break;
            case '\'' or '"':
                if (!TryQuoted(out var name)) return false;
                steps.Add(new(name, 0));
                break;
            default:
                if (!TryIndex(out var index)) return false;
                steps.Add(new(null, index));
                break;
        }
        if (_at < _text.Length && _text[_at] == ']')
        {
            _at++;
            return true;
        }
        return _at < _text.Length
            ? Fail(
                _at, 1, $"expected ']', found '{_text[_at]}'",
                _text[_at] is ':' or ',' ? "slices and unions find many nodes; a path finds one" : null)
            : Fail(open, _text.Length - open, "the bracket is not closed");
    }

    private bool TryQuoted(out string name)
    {
        name = "";
        var quote = _text[_at];
        var start = _at++;
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            if (_text[_at] != '\\')
            {
                value.Append(_text[_at++]);
            }
            else if (!TryEscape(value, quote))
            {
                return Fail(_at, 2, "not an escape of RFC 9535", "\\b \\f \\n \\r \\t \\/ \\\\ \\uXXXX, and the quote");
            }
        }
        if (_at >= _text.Length) return Fail(start, _text.Length - start, "the quote is not closed");
        _at++;
        name = value.ToString();
        return true;
    }

    private bool TryEscape(StringBuilder value, char quote)
    {
        if (_at + 1 >= _text.Length) return false;
        var code = _text[_at + 1];
        if (code == 'u')
        {
            if (_at + 6 > _text.Length
                || !ushort.TryParse(
                    _text.AsSpan(_at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                return false;
            }
            value.Append((char)unit);
            _at += 6;
            return true;
        }
        var index = "bfnrt/\\".IndexOf(code, StringComparison.Ordinal);
        if (index < 0 && code != quote) return false;
        value.Append(index < 0 ? code : "\b\f\n\r\t/\\"[index]);
        _at += 2;
        return true;
    }

    private bool TryIndex(out int index)
    {
        var start = _at;
        if (_at < _text.Length && _text[_at] == '-') _at++;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        var digits = _text[start.._at];
        if (!int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index))
        {
            return digits.Length > 0 && digits != "-"
                ? Fail(start, digits.Length, "the index is out of range")
                : Fail(start, 1, $"expected an index or a quoted name, found '{_text[start]}'",
                    _text[start] is '?' or '(' ? "filters find many nodes; a path finds one" : "names go into quotes: ['name']");
        }
        var canonical = digits is "0" || (digits.TrimStart('-')[0] != '0');
        return canonical || Fail(start, digits.Length, "an index has no leading zero and no minus zero");
    }

    private bool Fail(int offset, int length, string message, string? hint = null)
    {
        _error ??= (offset, Math.Max(1, length), message, hint);
        return false;
    }

    private static bool IsNameCharacter(char c, bool first) =>
        char.IsAsciiLetter(c) || c == '_' || c >= 0x80 || (!first && char.IsAsciiDigit(c));
}
