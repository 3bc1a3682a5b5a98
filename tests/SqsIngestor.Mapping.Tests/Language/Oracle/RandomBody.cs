using System.Globalization;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>A random body. Every text and number of it occurs once, so that it can be found again.</summary>
internal sealed class RandomBody
{
    public static readonly string[] Members = ["m0", "m1", "m2", "1", "a/b~\""];

    private readonly Random _random;
    private int _tokens;

    public RandomBody(Random random, bool mustBeObject)
    {
        _random = random;
        Text = !mustBeObject && random.Next(15) == 0 ? Value(3) : Object(3);
    }

    public string Text { get; }

    private string Value(int depth) => _random.Next(depth > 0 ? 11 : 6) switch
    {
        0 or 1 => $"\"{Token()}\"",
        2 => $"\"{RandomColumns.Pick(_random, "x", " x", "\\u00fc")}{Token()}\"",
        3 => Token() + RandomColumns.Pick(_random, "", "", ".5", ".00", "e2"),
        4 => RandomColumns.Pick(_random, "true", "false"),
        5 => RandomColumns.Pick(_random, "null", "null", "{}", "[]"),
        6 or 7 => $"[{string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1)))}]",
        _ => Object(depth - 1),
    };

    private string Token() => (7_000_000 + _tokens++).ToString(CultureInfo.InvariantCulture);

    private string Object(int depth)
    {
        var names = Members.Where(_ => _random.Next(3) > 0).Concat(_random.Next(40) == 0 ? ["m1"] : []);
        return $"{{{string.Join(",", names.Select(n => $"\"{Spell(n)}\":{Value(depth)}"))}}}";
    }

    private string Spell(string name) =>
        (_random.Next(5) == 0 ? name.Replace("m", "\\u006d", StringComparison.Ordinal) : name)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
}
