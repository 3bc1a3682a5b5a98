using System.Runtime.CompilerServices;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Paths;

/// <summary>A singular query of RFC 9535 over the source document; a wildcard can only be its last step.</summary>
/// <param name="Steps">From the document's root; the first one is always a name.</param>
/// <param name="EndsWithWildcard">Whether <c>[*]</c> follows the steps.</param>
/// <param name="Text">The path as written.</param>
/// <param name="Position">Position of the <c>$</c>.</param>
internal sealed record SourcePath(IReadOnlyList<PathStep> Steps, bool EndsWithWildcard, string Text, TextPosition Position)
{
    /// <summary>Paths with other names for the same value; at most one of them may find one.</summary>
    public IReadOnlyList<SourcePath> OtherNames { get; init; } = [];

    /// <summary>The part of the source document that the path starts in: message, body, an alias …</summary>
    public string Root => Steps[0].Name!;

    /// <summary>The steps after the first one.</summary>
    public PathStep[] BelowRoot
    {
        get
        {
            var below = new PathStep[Steps.Count - 1];
            for (var i = 0; i < below.Length; i++) below[i] = Steps[i + 1];
            return below;
        }
    }

    /// <summary>
    /// <c>auto</c> fills a column from a member of its object, which must be an object even if a column holds all of it.
    /// </summary>
    public bool IsOfAuto { get; init; }

    /// <summary>The path as a JSON pointer into the source document, or from a given step on.</summary>
    public string ToPointer(int from = 0) => ToPointer(from, Steps.Count);

    /// <summary>The steps from one on, before another one, as a JSON pointer.</summary>
    public string ToPointer(int from, int end)
    {
        if (from == end) return "";
        var pointer = new DefaultInterpolatedStringHandler();
        for (var i = from; i < end; i++)
        {
            pointer.AppendLiteral("/");
            pointer.AppendLiteral(Steps[i].ToPointerToken());
        }
        return pointer.ToStringAndClear();
    }
}

/// <summary>A member by name, or an element by position (negative: from the end).</summary>
/// <param name="Name">The member's name; null for an element.</param>
/// <param name="Index">The element's position, within ±(2^53-1).</param>
internal readonly record struct PathStep(string? Name, long Index)
{
    /// <summary>The step as a reference token of a JSON pointer (RFC 6901).</summary>
    public string ToPointerToken() => Name is null
        ? Index.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
