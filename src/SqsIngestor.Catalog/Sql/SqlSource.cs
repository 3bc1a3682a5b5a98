using System.Diagnostics;
using System.Text;
using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// SQL text whose variables, <c>${name}</c> and <c>{{name}}</c>, are replaced by their values. It knows where each character
/// comes from. A variable without a value is a problem, except in comments and strings, where it stays.
/// </summary>
internal sealed class SqlSource
{
    private const int LongestVariable = 256;

    private readonly string _original;
    private readonly List<(int Start, int Original, bool Replaced)> _pieces = [(0, 0, false)];
    private readonly List<SqlProblem> _problems = [];
    private readonly List<int> _lineStarts = [0];

    public SqlSource(string text, IReadOnlyDictionary<string, string>? variables = null)
    {
        _original = text;
        Variables = variables ?? new Dictionary<string, string>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') _lineStarts.Add(i + 1);
        }

        var hasVariables = text.Contains("${", StringComparison.Ordinal) || text.Contains("{{", StringComparison.Ordinal);
        Text = hasVariables ? Replace() : text;
    }

    /// <summary>The text to read.</summary>
    public string Text { get; }

    /// <summary>The values by name.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>The variables that have no value.</summary>
    public IReadOnlyList<SqlProblem> Problems => _problems;

    /// <summary>The line and column, from 1, of a place in <see cref="Text"/>.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        var piece = _pieces[0];
        // Texts have few variables.
        for (var i = _pieces.Count - 1; i >= 0; i--)
        {
            if (_pieces[i].Start > offset) continue;
            piece = _pieces[i];
            break;
        }

        return LocateOriginal(piece.Replaced ? piece.Original : piece.Original + offset - piece.Start);
    }

    private (int Line, int Column) LocateOriginal(int offset)
    {
        var line = _lineStarts.BinarySearch(offset);
        if (line < 0) line = ~line - 1;
        return (line + 1, offset - _lineStarts[line] + 1);
    }

    private string Replace()
    {
        var text = new StringBuilder();
        for (var i = 0; i < _original.Length;)
        {
            if (Variable(i, _original.Length) is var (name, length))
            {
                Replace(text, name, i, length);
                i += length;
                continue;
            }

            var piece = SqlPiece.At(_original, i);
            i = piece.End;
            switch (piece.Kind)
            {
                case SqlPieceKind.Literal or SqlPieceKind.RawLiteral:
                    ReplaceInside(text, piece, Variables.ContainsKey);
                    break;
                case SqlPieceKind.QuotedName:
                    ReplaceInside(text, piece, _ => true);
                    break;
                case SqlPieceKind.Space or SqlPieceKind.LineComment or SqlPieceKind.BlockComment or SqlPieceKind.Word
                    or SqlPieceKind.Symbol:
                    text.Append(_original, piece.Start, piece.End - piece.Start);
                    break;
                default:
                    throw new UnreachableException();
            }
        }

        return text.ToString();
    }

    /// <summary>Appends a piece, with the values of the variables in it that are to be replaced.</summary>
    private void ReplaceInside(StringBuilder text, SqlPiece piece, Func<string, bool> isReplaced)
    {
        for (var i = piece.Start; i < piece.End;)
        {
            if (Variable(i, piece.End) is var (name, length) && isReplaced(name))
            {
                Replace(text, name, i, length);
                i += length;
            }
            else
            {
                text.Append(_original[i++]);
            }
        }
    }

    private void Replace(StringBuilder text, string name, int start, int length)
    {
        _pieces.Add((text.Length, start, true));
        text.Append(Value(name, start, length));
        _pieces.Add((text.Length, start + length, false));
    }

    /// <summary>The variable that starts here and ends before a place; null if there is none.</summary>
    private (string Name, int Length)? Variable(int start, int limit)
    {
        var rest = _original.AsSpan(start, Math.Min(LongestVariable, limit - start));
        var close = rest.StartsWith("${") ? "}" : rest.StartsWith("{{") ? "}}" : null;
        if (close is null) return null;
        var end = rest.IndexOf(close);
        if (end < 0 || rest[..end].Contains('\n')) return null;
        var name = rest[2..end].Trim().ToString();
        return name.Length == 0 ? null : (name, end + close.Length);
    }

    /// <summary>The value that may be meant; null for none.</summary>
    internal string? Hint(string name) =>
        Nearest.Find(name, Variables.Keys) is { } near ? $"did you misspell it as --var {near}?" : null;

    private string Value(string name, int start, int length)
    {
        if (Variables.TryGetValue(name, out var value)) return value;
        var (line, column) = LocateOriginal(start);
        _problems.Add(
            new SqlProblem(
                SqlErrors.UnknownVariable.Code, line, column, length, $"the variable {name}",
                $"a value for it: --var {name}=VALUE", Hint(name)));
        // Something that can be a name, so that the rest can be read.
        return string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
    }
}
