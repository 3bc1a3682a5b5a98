using System.Text.RegularExpressions;

namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>
/// What <c>${NAME}</c> stood for in one file. Keeps it out of diagnostics, which print the name instead: a value of the
/// environment may be none of the reader's business.
/// </summary>
/// <param name="file">The text of the file. What it contains itself need not be hidden.</param>
internal sealed partial class SubstitutedTexts(string file)
{
    // A shorter value is a part of ordinary words, so that it is replaced only where the whole of it is quoted or meant.
    private const int MinLength = 3;

    private readonly List<Scalar> _scalars = [];

    /// <summary>A scalar of the file has variables.</summary>
    /// <param name="position">Its place.</param>
    /// <param name="original">As the file has it.</param>
    /// <param name="text">With the values.</param>
    /// <param name="variables">Each name, as <c>${NAME}</c>, and its value.</param>
    public void Add(
        TextPosition position, string original, string text, IReadOnlyList<(string Name, string Value)> variables) =>
        _scalars.Add(new(position, original, text, variables));

    /// <summary>A text of a diagnostic with names instead of values.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">The place of the diagnostic.</param>
    public string Hide(string text, TextPosition position)
    {
        foreach (var scalar in _scalars)
        {
            text = Replace(text, scalar.Text, scalar.Original, scalar.Covers(position));
            foreach (var (name, value) in scalar.Variables) text = Replace(text, value, name, scalar.Covers(position));
        }

        // A part of a value, such as the piece of a path that cannot be read.
        return _scalars.Count == 0 ? text : Quoted().Replace(text, quoted => HidePart(quoted.Value[1..^1]) ?? quoted.Value);
    }

    private static string Replace(string text, string value, string name, bool isMeant)
    {
        if (value.Length >= MinLength) return text.Replace(value, name, StringComparison.OrdinalIgnoreCase);
        if (value.Length == 0) return text;
        text = text.Replace($"'{value}'", $"'{name}'", StringComparison.Ordinal);
        return isMeant
            ? Regex.Replace(
                text, $"(?<![\\w$'{{]){Regex.Escape(value)}(?![\\w'}}])", name.Replace("$", "$$", StringComparison.Ordinal))
            : text;
    }

    private string? HidePart(string part)
    {
        var shown = part.TrimEnd('.', '…');
        if (shown.Length == 0 || file.Contains(shown, StringComparison.OrdinalIgnoreCase)) return null;
        var (name, _) = _scalars.SelectMany(static scalar => scalar.Variables)
            .FirstOrDefault(variable => variable.Value.Contains(shown, StringComparison.OrdinalIgnoreCase));
        return name is null ? null : $"'{name}'";
    }

    [GeneratedRegex("'[^']+'")]
    private static partial Regex Quoted();

    private sealed record Scalar(
        TextPosition Position, string Original, string Text, IReadOnlyList<(string Name, string Value)> Variables)
    {
        // Places in a scalar are counted in its text with the values.
        public bool Covers(TextPosition place) => place.Line == Position.Line
            && place.Column >= Position.Column
            && place.Column <= Position.Column + Math.Max(Original.Length, Text.Length) + 1;
    }
}
