using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>
/// Compares JSON of a row, such as a VARIANT, with the value that a test expects. The kinds count: quoted text is a string, plain
/// numbers are numbers, and a null is a member.
/// </summary>
internal static class JsonComparison
{
    /// <param name="expected">As written in the mapping file.</param>
    /// <param name="actual">The value; undefined if there is none.</param>
    /// <param name="partial">Objects may have other members, and arrays other elements.</param>
    public static bool Matches(YamlNode expected, JsonElement actual, bool partial) => expected switch
    {
        YamlMapping mapping => actual.ValueKind == JsonValueKind.Object && MatchesMembers(mapping, actual, partial),
        YamlSequence sequence => actual.ValueKind == JsonValueKind.Array
            && MatchesItems(sequence, [.. actual.EnumerateArray()], partial),
        YamlScalar scalar => MatchesScalar(scalar, actual),
        _ => false,
    };

    /// <summary>As <see cref="Matches"/>, for text that is JSON.</summary>
    public static bool MatchesText(YamlNode expected, string text, bool partial)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256 });
            return Matches(expected, document.RootElement, partial);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether two numbers are equal, digit by digit, however they are written.</summary>
    public static bool SameNumber(string expected, string actual) =>
        DecimalText.TryParse(Encoding.UTF8.GetBytes(expected), out var a)
        && DecimalText.TryParse(Encoding.UTF8.GetBytes(actual), out var b)
        && DecimalText.Compare(a, b) == 0;

    private static bool MatchesMembers(YamlMapping expected, JsonElement actual, bool partial) =>
        (partial || actual.EnumerateObject().All(m => expected.Entries.Any(e => e.Key.Value == JsonMembers.NameOf(m))))
        && expected.Entries.All(
            e => JsonMembers.TryFind(actual, e.Key.Value, out var member) && Matches(e.Value, member, partial));

    private static bool MatchesItems(YamlSequence expected, JsonElement[] actual, bool partial) => ListComparison.Matches(
        expected.Items.Count, actual.Length, partial, (i, j) => Matches(expected.Items[i], actual[j], partial));

    private static bool MatchesScalar(YamlScalar expected, JsonElement actual) => actual.ValueKind switch
    {
        JsonValueKind.Null => expected.Kind == ValueKind.Null,
        JsonValueKind.True => expected.Kind == ValueKind.True,
        JsonValueKind.False => expected.Kind == ValueKind.False,
        JsonValueKind.Number => expected.Kind == ValueKind.Number && SameNumber(expected.Value, actual.GetRawText()),
        JsonValueKind.String => expected.Kind == ValueKind.String && expected.Value == JsonMembers.TextOf(actual),
        _ => false,
    };
}

/// <summary>Compares the elements of two lists.</summary>
internal static class ListComparison
{
    /// <param name="expected">How many elements are expected.</param>
    /// <param name="actual">How many there are.</param>
    /// <param name="partial">There may be others, in any order.</param>
    /// <param name="matches">Whether an expected element matches an actual one, by their positions.</param>
    public static bool Matches(int expected, int actual, bool partial, Func<int, int, bool> matches) => partial
        ? ContainsAll(expected, actual, matches)
        : expected == actual && Enumerable.Range(0, expected).All(i => matches(i, i));

    /// <summary>Whether each expected element can have an element of its own.</summary>
    private static bool ContainsAll(int expected, int actual, Func<int, int, bool> matches)
    {
        // The expected element that has each of the actual ones; negative for none.
        var owners = new int[actual];
        Array.Fill(owners, -1);
        return Enumerable.Range(0, expected).All(item => TryPlace(item, new bool[actual]));

        // An expected element can take the place of another one that finds a place elsewhere.
        bool TryPlace(int item, bool[] tried)
        {
            for (var i = 0; i < actual; i++)
            {
                if (tried[i] || !matches(item, i)) continue;
                tried[i] = true;
                if (owners[i] >= 0 && !TryPlace(owners[i], tried)) continue;
                owners[i] = item;
                return true;
            }
            return false;
        }
    }
}
