using System.Globalization;
using System.Text.Json;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>Compares a value of a row with the value that a test expects.</summary>
internal static class ValueComparison
{
    /// <param name="expected">As written in the mapping file.</param>
    /// <param name="actual">As its Delta meaning; undefined or null for NULL.</param>
    public static bool Matches(YamlNode expected, JsonElement actual) =>
        expected is YamlMapping { Entries: [{ Key.Value: "contains", Value: var part }] }
            ? Compare(part, actual, partial: true)
            : Compare(expected, actual, partial: false);

    private static bool Compare(YamlNode expected, JsonElement actual, bool partial)
    {
        // JSON in a string column is compared as JSON if the test writes it as JSON.
        if (expected is not YamlScalar && actual.ValueKind == JsonValueKind.String)
        {
            using var document = TryParse(JsonMembers.TextOf(actual) ?? "");
            return document is not null
                && document.RootElement.ValueKind != JsonValueKind.String
                && Compare(expected, document.RootElement, partial);
        }
        return expected switch
        {
            YamlMapping mapping => actual.ValueKind == JsonValueKind.Object && CompareMembers(mapping, actual, partial),
            YamlSequence sequence => actual.ValueKind == JsonValueKind.Array && CompareItems(sequence, actual, partial),
            YamlScalar scalar => CompareScalar(scalar, actual),
            _ => false,
        };
    }

    private static bool CompareMembers(YamlMapping expected, JsonElement actual, bool partial)
    {
        if (!partial
            && actual.EnumerateObject()
            .Any(m => m.Value.ValueKind != JsonValueKind.Null && expected.Entries.All(e => e.Key.Value != JsonMembers.NameOf(m))))
        {
            return false;
        }
        return expected.Entries.All(
            e => Compare(e.Value, JsonMembers.TryFind(actual, e.Key.Value, out var member) ? member : default, partial));
    }

    private static bool CompareItems(YamlSequence expected, JsonElement actual, bool partial)
    {
        if (partial) return ContainsAll(expected.Items, [.. actual.EnumerateArray()]);
        return expected.Items.Count == actual.GetArrayLength()
            && expected.Items.Zip(actual.EnumerateArray()).All(p => Compare(p.First, p.Second, partial));
    }

    /// <summary>Whether each expected element can have an element of its own.</summary>
    private static bool ContainsAll(IReadOnlyList<YamlNode> expected, JsonElement[] actual)
    {
        // The expected element that has each of the actual ones; negative for none.
        var owners = new int[actual.Length];
        Array.Fill(owners, -1);
        return Enumerable.Range(0, expected.Count).All(item => TryPlace(item, new bool[actual.Length]));

        // An expected element can take the place of another one that finds a place elsewhere.
        bool TryPlace(int item, bool[] tried)
        {
            for (var i = 0; i < actual.Length; i++)
            {
                if (tried[i] || !Compare(expected[item], actual[i], partial: true)) continue;
                tried[i] = true;
                if (owners[i] >= 0 && !TryPlace(owners[i], tried)) continue;
                owners[i] = item;
                return true;
            }
            return false;
        }
    }

    private static bool CompareScalar(YamlScalar expected, JsonElement actual) => actual.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => expected.IsNull,
        JsonValueKind.True or JsonValueKind.False =>
            expected.Value == (actual.ValueKind == JsonValueKind.True ? "true" : "false"),
        JsonValueKind.Number => expected.Value == actual.GetRawText() || SameNumber(expected.Value, actual.GetRawText()),
        JsonValueKind.String =>
            !expected.IsNull && JsonMembers.TextOf(actual) is { } text
                && (expected.Value == text || SameMoment(expected.Value, text)),
        _ => false,
    };

    private static bool SameNumber(string expected, string actual) =>
        decimal.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
            && decimal.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            ? a == b
            : double.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var c)
                && double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var d)
                && c.Equals(d);

    /// <summary>The same timestamp may be written with an offset, or with zeros at its end.</summary>
    private static bool SameMoment(string expected, string actual)
    {
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"];
        return actual.EndsWith('Z')
            && DateTimeOffset.TryParseExact(expected, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var a)
            && DateTimeOffset.TryParseExact(actual, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var b)
                && a == b;
    }

    private static JsonDocument? TryParse(string text)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256 });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
