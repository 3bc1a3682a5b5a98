using System.Globalization;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>A random body. Every text and number of it occurs once, so that it can be found again.</summary>
internal sealed class RandomBody
{
    public static readonly string[] Members = ["m0", "m1", "m2", "1", "m_0", "2024-02-29", "a/b~\""];

    private readonly Random _random;
    private int _tokens;

    public RandomBody(Random random, bool mustBeObject)
    {
        _random = random;
        Text = !mustBeObject && random.Next(15) == 0 ? Value(3) : Object(3);
    }

    public string Text { get; }

    private string Value(int depth) => _random.Next(depth > 0 ? 14 : 9) switch
    {
        0 or 1 => $"\"{Token()}\"",
        6 => RandomColumns.Pick(_random, $"\"{Time()}\"", $"\"{Time()}\"", JsonText()),
        7 => RandomColumns.Pick(_random, $"{Small()}", $"\"{Small()}\"", $"{Small()}.00", $"-{Small()}"),
        8 => $"{Token()}{RandomColumns.Pick(_random, "e12", "e12", "e-3", "e10")}",
        2 => $"\"{RandomColumns.Pick(_random, "x", " x", "\\u00fc")}{Token()}\"",
        3 => Token() + RandomColumns.Pick(_random, "", "", ".5", ".00", "e2"),
        4 => RandomColumns.Pick(_random, "true", "false"),
        5 => RandomColumns.Pick(_random, "null", "null", "{}", "[]"),
        9 or 10 => $"[{string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1)))}]",
        _ => Object(depth - 1),
    };

    private string Token() => (7_000_000 + _tokens++).ToString(CultureInfo.InvariantCulture);

    // A token is a number below the sizes of the small types, and a fraction of a second, too.
    private int Small() => _tokens++;

    private string Time() => RandomColumns.Pick(
        _random, $"2026-03-01T12:00:00.{Token()}Z", $"2026-03-01 23:30:00.{Token()}-01:00",
        $"0001-01-01t00:30:00.{Token()}+01:00", $"2026-03-01T12:00:00.{Token()}", $"2026-13-01T12:00:00.{Token()}Z",
        new DateOnly(1969, 12, 1).AddDays(_tokens++).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>A text that is JSON, now and then with a name twice.</summary>
    private string JsonText() => $"\"{{\\\"m1\\\":{Token()},\\\"m{_random.Next(9)}\\\":1}}\"";

    private string Object(int depth)
    {
        var names = Members.Where(_ => _random.Next(3) > 0).Concat(_random.Next(40) == 0 ? ["m1"] : []);
        return $"{{{string.Join(",", names.Select(n => $"\"{Spell(n)}\":{Value(depth)}"))}}}";
    }

    private string Spell(string name) =>
        (_random.Next(5) == 0 ? name.Replace("m", "\\u006d", StringComparison.Ordinal) : name)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
}
