using System.Globalization;
using System.Text.Json;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>A value of a message, read by System.Text.Json.</summary>
internal sealed class DocumentValue
{
    private DocumentValue(JsonElement element, string pointer)
    {
        (Kind, Pointer, Raw) = (element.ValueKind, pointer, element.GetRawText());
        if (Kind == JsonValueKind.String) Text = element.GetString()!;
        else if (IsSingle) Text = Raw;
        if (Kind == JsonValueKind.Object)
        {
            Members =
            [
                .. element.EnumerateObject().Select(
                    (m, i) => (m.Name, new DocumentValue(m.Value, $"{pointer}/{Escape(m.Name)}") { Index = i })),
            ];
        }
        if (Kind == JsonValueKind.Array)
            Elements = [.. element.EnumerateArray().Select((e, i) => new DocumentValue(e, $"{pointer}/{i}") { Index = i })];
    }

    private DocumentValue(string text) => (Kind, Text, Raw, Pointer) = (JsonValueKind.String, text, "", "");

    public JsonValueKind Kind { get; }

    public bool IsSingle => Kind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    /// <summary>The text of a string without its escapes; a number or a bool as it is written.</summary>
    public string Text { get; } = "";

    /// <summary>The JSON as written.</summary>
    public string Raw { get; }

    /// <summary>Its place, by RFC 6901.</summary>
    public string Pointer { get; }

    public IReadOnlyList<(string Name, DocumentValue Value)> Members { get; } = [];

    public IReadOnlyList<DocumentValue> Elements { get; } = [];

    /// <summary>Its position in the array or object around it.</summary>
    public int Index { get; private init; }

    public IEnumerable<DocumentValue> Children => Members.Select(m => m.Value).Concat(Elements);

    /// <summary>The texts, numbers and bools in it, with their places.</summary>
    public IEnumerable<string> Leaves => IsSingle ? [$"{Pointer} = {Raw}"] : Children.SelectMany(c => c.Leaves);

    public static DocumentValue Parse(string json, string pointer)
    {
        using var document = JsonDocument.Parse(json);
        return new(document.RootElement, pointer);
    }

    /// <summary>A text that is not in the message.</summary>
    public static DocumentValue Computed(string text) => new(text);

    /// <summary>A number that is not in the message.</summary>
    public static DocumentValue Number(int number) => Parse(number.ToString(CultureInfo.InvariantCulture), "");

    /// <summary>The value of a member or an element; of members with one name the last.</summary>
    public DocumentValue? Step(string? name, int index)
    {
        if (name is not null) return Members.LastOrDefault(m => m.Name == name).Value;
        var at = index < 0 ? Elements.Count + index : index;
        return at >= 0 && at < Elements.Count ? Elements[at] : null;
    }

    /// <summary>The value of each member of a name, or of an element.</summary>
    public IEnumerable<DocumentValue> StepEach(string? name, int index) =>
        name is not null ? Members.Where(m => m.Name == name).Select(m => m.Value)
        : Step(name, index) is { } element ? [element] : [];

    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
