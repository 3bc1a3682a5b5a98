using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>Reports paths that cannot find a value.</summary>
internal sealed class PathProblems(DiagnosticBag diagnostics)
{
    public void Add(SourcePath path, string message, string? hint = null) =>
        diagnostics.Add(DiagnosticCodes.PathRoot, path.Position, message, hint);

    /// <summary>Reports a name that its place does not have.</summary>
    /// <param name="path">The path.</param>
    /// <param name="found">The name; empty if the path ends before it.</param>
    /// <param name="names">The names that the place has.</param>
    /// <param name="message">The sentence up to the list of names.</param>
    /// <returns>Null, for the caller to return.</returns>
    public ResolvedPath? Unknown(SourcePath path, string found, IEnumerable<string> names, string message)
    {
        var all = names.ToList();
        Add(path, $"{message} {string.Join(", ", all)}", Nearest.Hint(found, all));
        return null;
    }

    /// <summary>Whether a path ends at a single value, which has so many steps; reports a path that goes below it.</summary>
    public bool IsLeaf(SourcePath path, int steps)
    {
        if (path.Steps.Count == steps) return true;
        var value = string.Join('.', path.Steps.Take(steps).Select(step => step.ToPointerToken()));
        Add(path, $"{value} is a single value; a path cannot go below it");
        return false;
    }
}
