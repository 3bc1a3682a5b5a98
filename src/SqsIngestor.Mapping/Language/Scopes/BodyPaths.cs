using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>Paths of the payload: <c>$.body</c>, <c>$.raw</c> and <c>$.envelope</c>, and of what is bound in the body.</summary>
/// <param name="payload">The parts of the payload that are kept.</param>
/// <param name="lastStep">The last step of the payload, which makes the body.</param>
/// <param name="problems">Gets the paths that cannot find a value.</param>
internal sealed class BodyPaths(PayloadPaths payload, PayloadStepSpec lastStep, PathProblems problems)
{
    public ResolvedPath? ResolveBody(SourcePath path)
    {
        if (path.Steps.Count > 2 && !CanBeBelow(path, lastStep.Values)) return null;
        // A document of which the types are known is an object.
        var types = path.Steps.Count == 1 && lastStep.Values != ValueTypes.Any ? ValueTypes.Object : lastStep.Values;
        var root = payload.UseBody();
        var place = PathWalk.Place(root, path, 1);
        return new(new BodySource(place.Slot, path.ToPointer(), root.Slot, PathWalk.Way(root, path, 1)), place, types)
        {
            Inside = lastStep.Values,
            OneIsArray = lastStep.OneIsArray,
        };
    }

    /// <summary>A path from the value that a scope binds.</summary>
    public ResolvedPath? ResolveBound(SourcePath path, CompileScope bound)
    {
        var types = bound.InBody is null ? ValueTypes.Any : lastStep.Values;
        if (path.Steps.Count > 1 && !CanBeBelow(path, types)) return null;
        var place = PathWalk.Place(bound.Trie, path, 1);
        var below = path.ToPointer(from: 1);
        return new(
            new ScopeSource(
                bound.Index, place.Slot, bound.Trie.Slot, bound.Container, below, bound.Element,
                PathWalk.Way(bound.Trie, path, 1)),
            place,
            types)
        {
            Inside = types,
            OneIsArray = bound.InBody is not null && lastStep.OneIsArray,
        };
    }

    public ResolvedPath? ResolveRaw(SourcePath path)
    {
        if (!problems.IsLeaf(path, 1)) return null;
        payload.UsesRaw = true;
        return new(new RawSource(), null, ValueTypes.Text | ValueTypes.Bytes);
    }

    public ResolvedPath? ResolveEnvelope(SourcePath path)
    {
        if (path.Steps.Count < 2 || EnvelopeCatalog.Find(path.Steps[1].Name) is not { } envelope)
        {
            var found = path.Steps.Count < 2 ? "" : path.Steps[1].ToPointerToken();
            return problems.Unknown(path, found, EnvelopeCatalog.All.Select(e => e.Word), "name an envelope: one of");
        }
        var root = payload.UseEnvelope(envelope);
        var place = PathWalk.Place(root, path, 2);
        var source = new EnvelopeSource(
            envelope.Index, place.Slot, path.ToPointer(), path.ToPointer(0, 2), PathWalk.Way(root, path, 2));
        return new(source, place, path.Steps.Count == 2 ? ValueTypes.Object : ValueTypes.Any);
    }

    /// <summary>The steps below <c>$.body</c> that a path stands for; null if it does not start there.</summary>
    public static IReadOnlyList<PathStep>? Below(SourcePath path, CompileScope? scope)
    {
        for (var bound = scope; bound is not null; bound = bound.Outer)
        {
            if (path.Root == bound.ValueName) return bound.InBody is { } value ? [.. value, .. path.BelowRoot] : null;
            if (path.Root == bound.KeyName || path.Root == bound.IndexName) return null;
        }
        return path.Root == "body" ? path.BelowRoot : null;
    }

    /// <summary>Whether a path can go below a value of the body; reports it otherwise.</summary>
    private bool CanBeBelow(SourcePath path, ValueTypes types)
    {
        if ((types & (ValueTypes.List | ValueTypes.Object)) != 0) return true;
        problems.Add(
            path,
            $"'{path.Text}' never finds a value: the step {lastStep.Name} gives {types.Describe()}, and nothing is below it");
        return false;
    }
}
