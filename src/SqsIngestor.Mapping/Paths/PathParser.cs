using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Paths;

/// <summary>Parses the singular queries of RFC 9535: names in dot and bracket notation, and indexes.</summary>
internal ref struct PathParser
{
    private const int MaxSteps = 64;

    /// <summary>The largest integer that every JSON implementation holds exactly (RFC 9535, section 2.1).</summary>
    private const long MaxIndex = (1L << 53) - 1;

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
        var start = _at;
        PassBlanks();
        if (_at > start && (_at == _text.Length || _text[_at] is not ('.' or '[')))
        {
            return Fail(start, 1, $"expected '.' or '[', found '{_text[start]}'");
        }
        if (_text[_at] == '[') return TryBracket(steps, ref wildcard);
        if (_text[_at] != '.') return Fail(_at, 1, $"expected '.' or '[', found '{_text[_at]}'");
        if (_at + 1 < _text.Length && _text[_at + 1] == '.') return Fail(_at, 2, "'..' finds many nodes; a path finds one");
        if (_at + 1 < _text.Length && _text[_at + 1] == '*')
        {
            return Fail(_at, 2, "'.*' finds many nodes; a path finds one", "explode repeats rows with [*]");
        }
        start = ++_at;
        while (_at < _text.Length && NameCharacter(_at == start) is > 0 and var length) _at += length;
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
        PassBlanks();
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
        PassBlanks();
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
            if (_text[_at] == '\\')
            {
                if (!TryEscape(value, quote))
                {
                    return Fail(_at, 2, "not an escape of RFC 9535", "\\b \\f \\n \\r \\t \\/ \\\\ \\uXXXX, and the quote");
                }
                continue;
            }
            if (_text[_at] < ' ') return Fail(_at, 1, "a control character in a name is written as an escape", "for example \\t");
            var length = CharacterAt(_at);
            if (length == 0) return Fail(_at, 1, "half of a surrogate pair is not a character");
            value.Append(_text, _at, length);
            _at += length;
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
            if (!TryCodeUnit(_at, out var unit) || char.IsLowSurrogate(unit)) return false;
            var isPair = char.IsHighSurrogate(unit);
            var low = '\0';
            if (isPair && !(TryCodeUnit(_at + 6, out low) && char.IsLowSurrogate(low))) return false;
            value.Append(unit);
            if (isPair) value.Append(low);
            _at += isPair ? 12 : 6;
            return true;
        }
        var index = "bfnrt/\\".IndexOf(code, StringComparison.Ordinal);
        if (index < 0 && code != quote) return false;
        value.Append(index < 0 ? code : "\b\f\n\r\t/\\"[index]);
        _at += 2;
        return true;
    }

    /// <summary>The code unit of \uXXXX at a place.</summary>
    private readonly bool TryCodeUnit(int at, out char unit)
    {
        unit = '\0';
        if (at + 6 > _text.Length || _text[at] != '\\' || _text[at + 1] != 'u') return false;
        var isHex = ushort.TryParse(
            _text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        unit = (char)value;
        return isHex;
    }

    private bool TryIndex(out long index)
    {
        var start = _at;
        if (_at < _text.Length && _text[_at] == '-') _at++;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        var digits = _text[start.._at];
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index)
            || index is < -MaxIndex or > MaxIndex)
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

    /// <summary>White space of JSON.</summary>
    private void PassBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
    }

    /// <summary>The length of a character of a name without quotes, in code units; 0 if there is another one.</summary>
    private readonly int NameCharacter(bool first)
    {
        var c = _text[_at];
        if (c >= 0x80) return CharacterAt(_at);
        return char.IsAsciiLetter(c) || c == '_' || (!first && char.IsAsciiDigit(c)) ? 1 : 0;
    }

    /// <summary>The code units of a character; 0 for half a surrogate pair.</summary>
    private readonly int CharacterAt(int at) =>
        !char.IsSurrogate(_text[at]) ? 1
            : char.IsHighSurrogate(_text[at]) && at + 1 < _text.Length && char.IsLowSurrogate(_text[at + 1]) ? 2
            : 0;
}
