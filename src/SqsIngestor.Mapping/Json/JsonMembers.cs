using System.Text.Json;

namespace SqsIngestor.Mapping.Json;

/// <summary>
/// Reads JSON that people wrote. JSON can have half a surrogate pair, such as <c>"\ud800"</c>, for which the library throws where
/// a text is read or names are compared.
/// </summary>
public static class JsonMembers
{
    /// <summary>What <see cref="NameOf"/> gives for a name that is not well-formed Unicode: U+FFFD.</summary>
    public const string NoText = "\uFFFD";

    /// <summary>The name of a member; U+FFFD for one that is not well-formed Unicode.</summary>
    /// <param name="member">The member.</param>
    public static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return NoText;
        }
    }

    /// <summary>Finds a member of an object; the last of several.</summary>
    /// <param name="value">An object.</param>
    /// <param name="name">The name of the member.</param>
    /// <param name="found">Its value.</param>
    public static bool TryFind(JsonElement value, string name, out JsonElement found)
    {
        try
        {
            return value.TryGetProperty(name, out found);
        }
        // It compares names until it finds one, from the last to the first.
        catch (InvalidOperationException) when (value.ValueKind == JsonValueKind.Object)
        {
            found = value.EnumerateObject().LastOrDefault(member => NameOf(member) == name).Value;
            return found.ValueKind != JsonValueKind.Undefined;
        }
    }

    /// <summary>The text of a string; null for one that is not well-formed Unicode.</summary>
    /// <param name="text">A string.</param>
    public static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException) when (text.ValueKind == JsonValueKind.String)
        {
            return null;
        }
    }

    /// <summary>Whether every name and text in a document is well-formed Unicode.</summary>
    /// <param name="json">The document. It is JSON.</param>
    public static bool IsWellFormed(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        for (var at = json.IndexOf('\\', StringComparison.Ordinal); at >= 0; at = json.IndexOf('\\', at))
        {
            var first = Escaped(json, at);
            var isPair = char.IsHighSurrogate(first) && char.IsLowSurrogate(Escaped(json, at + Escape));
            if (char.IsSurrogate(first) && !isPair) return false;
            at += isPair ? 2 * Escape : 2;
        }
        return true;
    }

    private const int Escape = 6;

    /// <summary>The character of an escape such as <c>\ud800</c>; 0 for what is none.</summary>
    private static char Escaped(string json, int at) =>
        at + Escape <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
            && ushort.TryParse(
                json.AsSpan(at + 2, Escape - 2), System.Globalization.NumberStyles.AllowHexSpecifier,
                System.Globalization.CultureInfo.InvariantCulture, out var code)
            ? (char)code
            : '\0';
}
