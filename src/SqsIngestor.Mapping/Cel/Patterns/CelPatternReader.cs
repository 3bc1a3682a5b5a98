using System.Globalization;
using System.Text;

namespace SqsIngestor.Mapping.Cel.Patterns;

/// <summary>
/// Translates RE2 syntax to .NET syntax where they differ: in RE2, \d, \w and \s are ASCII, $ is the very end, named groups
/// are written (?P&lt;name&gt;, and characters are code points. Counts repetitions, so that a short pattern cannot become a
/// huge automaton.
/// </summary>
internal sealed class CelPatternReader(string pattern)
{
    private const string Astral = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    private readonly StringBuilder _output = new();
    private readonly Stack<long> _outer = new();
    private readonly bool _multiline = HasMultilineFlag(pattern);
    private int _position;
    private long _size;
    private long _atom;
    private string? _problem;

    /// <summary>The number of characters and classes after expanding the counted repetitions.</summary>
    public int Size => (int)_size;

    /// <summary>
    /// The pattern in .NET syntax; null when RE2 rejects it, it is too large, or .NET would read it differently.
    /// </summary>
    public string? Translate(out string? problem)
    {
        while (_position < pattern.Length && _problem is null) Step(pattern[_position]);
        if (_problem is null && _size > CelLimits.MaxPatternSize)
        {
            _problem = $"the repetitions of the regular expression add up to more than {CelLimits.MaxPatternSize} characters";
        }
        problem = _problem;
        return problem is null ? _output.ToString() : null;
    }

    private static bool HasMultilineFlag(string pattern)
    {
        for (var i = 2; i < pattern.Length; i++)
        {
            if (pattern[i - 2] != '(' || pattern[i - 1] != '?') continue;
            for (; i < pattern.Length && char.IsAsciiLetter(pattern[i]); i++)
            {
                if (pattern[i] == 'm') return true;
            }
        }
        return false;
    }

    private void Step(char c)
    {
        switch (c)
        {
            case '\\':
                Escape();
                break;
            case '[':
                Atom(CelPatternClass.Translate(pattern, ref _position, out _problem) ?? "");
                break;
            case '(':
                _outer.Push(_size);
                _size = 0;
                if (pattern.AsSpan(_position).StartsWith("(?P<")) Copy("(?<", 4);
                else Copy("(", 1);
                break;
            case ')':
                _atom = Math.Max(1, _size);
                _size += _outer.Count > 0 ? _outer.Pop() : 0;
                Copy(")", 1);
                break;
            case '{':
                Repetition();
                break;
            case '.':
                _position++;
                Atom($"(?:{Astral}|.)");
                break;
            case '$':
                Copy(_multiline ? "$" : @"\z", 1);
                break;
            case '#' or ' ':
                _position++;
                Atom(c.ToString());
                break;
            case '*' or '+' or '?' or '|' or '^':
                Copy(c.ToString(), 1);
                break;
            default:
                Rune.DecodeFromUtf16(pattern.AsSpan(_position), out _, out var length);
                // A surrogate pair is one character for a repetition after it.
                var text = pattern.Substring(_position, length);
                _position += length;
                Atom(length == 1 ? text : $"(?:{text})");
                break;
        }
    }

    private void Escape()
    {
        if (_position + 1 == pattern.Length)
        {
            _problem = "the regular expression ends with a backslash";
            return;
        }
        var letter = pattern[_position + 1];
        var set = CelPatternClass.Set(letter);
        _position += 2;
        if (set is not null)
        {
            Atom(char.IsAsciiLetterUpper(letter) ? $"(?:{Astral}|[^{set}])" : $"[{set}]");
        }
        else if (letter is 'p' or 'P')
        {
            Atom(CelPatternClass.Property(pattern, letter, ref _position));
        }
        else if (letter is 'A' or 'z' or 'b' or 'B')
        {
            _output.Append('\\').Append(letter);
        }
        else if (CelPatternClass.IsCharacter(letter))
        {
            Atom(CelPatternClass.Character(pattern, letter, ref _position, ref _problem));
        }
        else
        {
            _problem = $"RE2 has no escape \\{letter}";
        }
    }

    private void Repetition()
    {
        var close = pattern.IndexOf('}', _position);
        var counts = close < 0 ? [] : pattern[(_position + 1)..close].Split(',');
        var isCounted = counts.Length is 1 or 2 && IsCount(counts[0])
            && (counts.Length == 1 || counts[1].Length == 0 || IsCount(counts[1]));
        if (!isCounted)
        {
            // As in RE2, a brace that is not a repetition is a character.
            _position++;
            Atom(@"\{");
            return;
        }
        var most = counts.Max(count => count.Length == 0 ? 0 : int.Parse(count, CultureInfo.InvariantCulture));
        if (most > 1000)
        {
            _problem = "the count of a repetition is greater than 1000";
            return;
        }
        var total = _size - _atom + (_atom * Math.Max(1, most));
        _atom = Math.Max(1, total - (_size - _atom));
        _size = Math.Min(total, int.MaxValue);
        Copy(pattern[_position..(close + 1)], close + 1 - _position);
    }

    private static bool IsCount(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private void Atom(string text)
    {
        _output.Append(text);
        _atom = 1;
        _size++;
    }

    private void Copy(string text, int consumed)
    {
        _output.Append(text);
        _position += consumed;
    }
}
