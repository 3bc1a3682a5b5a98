using System.Globalization;
using System.Text.Json;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>Finds names that an object has twice.</summary>
internal static class DuplicateNames
{
    /// <summary>Whether a body is JSON that has an object, at any depth, with a name twice.</summary>
    public static bool In(string? body)
    {
        if (body is null || !JsonMembers.IsWellFormed(body)) return false;
        try
        {
            using var json = SampleJson.Parse(body);
            return In(json.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Says that samples have such a name; null for none.</summary>
    /// <param name="count">How many do.</param>
    /// <param name="of">How many samples there are.</param>
    /// <param name="first">The place of the first one.</param>
    public static string? Describe(long count, long of, string? first) => count == 0
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{count} of {of} samples have a name twice in an object, of which a path finds the last; the first is {first}");

    private static bool In(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array) return value.EnumerateArray().Any(In);
        if (value.ValueKind != JsonValueKind.Object) return false;
        var names = new HashSet<string>();
        return value.EnumerateObject().Any(member => !names.Add(member.Name) || In(member.Value));
    }
}
