namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>Words that other languages have for operators, and what to write instead.</summary>
internal static class CelForeignOperators
{
    private const string Condition = "write condition ? a : b";

    private static readonly Dictionary<string, string> Hints = new(StringComparer.OrdinalIgnoreCase)
    {
        ["and"] = "write &&",
        ["or"] = "write ||",
        ["not"] = "write !",
        ["is"] = "compare with ==, as in body.a == null",
        ["eq"] = "write ==",
        ["ne"] = "write !=",
        ["lt"] = "write <",
        ["le"] = "write <=",
        ["gt"] = "write >",
        ["ge"] = "write >=",
        ["mod"] = "write %",
        ["div"] = "write /",
        ["between"] = "write a >= low && a <= high",
        ["contains"] = "write text.contains('part')",
        ["like"] = "write text.matches('pattern')",
        ["rlike"] = "write text.matches('pattern')",
        ["matches"] = "write text.matches('pattern')",
        ["if"] = Condition,
        ["then"] = Condition,
        ["else"] = Condition,
        ["elif"] = Condition,
        ["when"] = Condition,
        ["case"] = Condition,
        ["unless"] = Condition,
    };

    /// <summary>What to write instead; null for any other word.</summary>
    public static string? Hint(ReadOnlySpan<char> word) =>
        Hints.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var hint) ? hint : null;
}
