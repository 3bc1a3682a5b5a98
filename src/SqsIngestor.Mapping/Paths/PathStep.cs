namespace SqsIngestor.Mapping.Paths;

/// <summary>A member by name, or an element by position (negative: from the end).</summary>
/// <param name="Name">The member's name; null for an element.</param>
/// <param name="Index">The element's position.</param>
internal readonly record struct PathStep(string? Name, int Index)
{
    /// <summary>As a reference token of a JSON pointer (RFC 6901).</summary>
    public string ToPointerToken() => Name is null
        ? Index.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
