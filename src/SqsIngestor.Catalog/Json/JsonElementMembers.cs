using System.Text.Json;

namespace SqsIngestor.Catalog.Json;

/// <summary>Members of a JSON object with the type that they must have.</summary>
internal static class JsonElementMembers
{
    public static string RequiredText(this JsonElement element, string pointer, string name) =>
        element.OptionalText(pointer, name) is { Length: > 0 } text
            ? text
            : throw TableJsonReader.Wrong($"{pointer}/{name}", "expected a string");

    public static string? OptionalText(this JsonElement element, string pointer, string name)
    {
        if (!element.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        if (member.ValueKind != JsonValueKind.String) throw TableJsonReader.Wrong($"{pointer}/{name}", "expected a string");
        try
        {
            return member.GetString();
        }
        catch (InvalidOperationException e)
        {
            // The text has an escape of half a surrogate pair.
            throw new CatalogJsonException(CatalogJsonErrors.Member, $"{pointer}/{name}", "the text is not Unicode", e);
        }
    }

    public static int? OptionalNumber(this JsonElement element, string pointer, string name)
    {
        if (!element.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var number)
            ? number
            : throw TableJsonReader.Wrong($"{pointer}/{name}", "expected a whole number");
    }

    public static bool? OptionalFlag(this JsonElement element, string pointer, string name)
    {
        if (!element.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        return member.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw TableJsonReader.Wrong($"{pointer}/{name}", "expected true or false"),
        };
    }
}
