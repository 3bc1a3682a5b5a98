using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>The places of a document that the steps of a path lead to.</summary>
internal static class PathWalk
{
    /// <summary>The place of a path's steps, from a given step on.</summary>
    public static PathTrie Place(PathTrie root, SourcePath path, int from)
    {
        var place = root;
        for (var i = from; i < path.Steps.Count; i++) place = Place(place, path.Steps[i]);
        return place;
    }

    /// <summary>The values that a path leads through. What the document itself must be, all of its paths decide.</summary>
    public static PathPlace[] Way(PathTrie root, SourcePath path, int from)
    {
        var first = path.IsOfAuto && path.Steps.Count == from + 1 ? from : from + 1;
        if (first >= path.Steps.Count) return [];
        var way = new PathPlace[path.Steps.Count - first];
        var place = root;
        for (var i = from; i < path.Steps.Count; i++)
        {
            var step = path.Steps[i];
            var needs = step.Name is null ? ContainerShape.Array : ContainerShape.Object;
            if (i >= first) way[i - first] = new(place.Slot, needs, path.ToPointer(from, i));
            place = Place(place, step);
        }
        return way;
    }

    private static PathTrie Place(PathTrie owner, PathStep step) => step.Name is null
        // No array has that many elements, so positions beyond the range of int are all the same.
        ? owner.Element((int)Math.Clamp(step.Index, -int.MaxValue, int.MaxValue))
        : owner.Member(step.Name);
}
