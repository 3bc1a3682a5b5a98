using System.Text;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>
/// The shapes of values: letters as <c>A</c> and <c>a</c>, digits as <c>9</c>, separators as they are, everything else as
/// <c>?</c>. They say how values look, and not what they are.
/// </summary>
internal sealed class Shapes
{
    private const int Most = 3;
    private const int MostCharacters = 32;
    private const string Separators = "-_.:/@+, ";

    private readonly List<string> _seen = [];

    /// <summary>The first shapes, in order; at most three.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>Whether there are more shapes than <see cref="Seen"/> has.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Adds the shape of a value.</summary>
    public void Add(ReadOnlySpan<char> value)
    {
        if (HasMore) return;
        AddShape(Of(value));
    }

    public void Add(Shapes other)
    {
        foreach (var shape in other._seen) AddShape(shape);
        HasMore |= other.HasMore;
    }

    /// <summary>The shape of a value; a long one is cut.</summary>
    public static string Of(ReadOnlySpan<char> value)
    {
        var shape = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            if (shape.Length >= MostCharacters) return shape.Append('…').ToString();
            shape.Append(
                Rune.IsDigit(rune) ? '9'
                : Rune.IsUpper(rune) ? 'A'
                : Rune.IsLetter(rune) ? 'a'
                : rune.IsAscii && Separators.Contains((char)rune.Value) ? (char)rune.Value
                : '?');
        }

        return shape.ToString();
    }

    private void AddShape(string shape)
    {
        if (_seen.Contains(shape)) return;
        if (_seen.Count == Most) HasMore = true;
        else _seen.Add(shape);
    }
}

/// <summary>The first values that differ, for people who may see message content.</summary>
internal sealed class Examples
{
    private const int Most = 3;

    private readonly List<string> _seen = [];

    public IReadOnlyList<string> Seen => _seen;

    public void Add(string value)
    {
        if (_seen.Count < Most && !_seen.Contains(value)) _seen.Add(value);
    }

    public void Add(Examples other)
    {
        foreach (var value in other._seen) Add(value);
    }
}
