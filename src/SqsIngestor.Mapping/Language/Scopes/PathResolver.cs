using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>Finds the document of each path, and gives the path a slot in it.</summary>
internal sealed class PathResolver
{
    private readonly PathProblems _problems;
    private readonly List<PathTrie> _scopes = [];

    /// <param name="lastStep">The last step of the payload, which makes the body.</param>
    /// <param name="unwrapsSns">
    /// A step of the payload unwraps notifications of SNS, whose attributes are <c>$.attr</c> too.
    /// </param>
    /// <param name="diagnostics">Gets the paths that cannot find a value.</param>
    public PathResolver(PayloadStepSpec lastStep, bool unwrapsSns, DiagnosticBag diagnostics)
    {
        _problems = new(diagnostics);
        OfMessage = new(Payload, unwrapsSns, _problems);
        OfBody = new(Payload, lastStep, _problems);
    }

    /// <summary>The parts of the message and of the payload that the paths read.</summary>
    public PayloadPaths Payload { get; } = new();

    public MessagePaths OfMessage { get; }

    public BodyPaths OfBody { get; }

    public PathTrie[] Scopes => [.. _scopes];

    /// <summary>Some path reads the number of messages, so they must be counted before the first is encoded.</summary>
    public bool UsesBatchSize { get; private set; }

    /// <summary>Binds names.</summary>
    /// <param name="outer">The scope around it; null for none.</param>
    /// <param name="container">The array or object.</param>
    /// <param name="path">Its path; null if it could not be resolved.</param>
    /// <param name="valueName">The name of an element or a value.</param>
    /// <param name="keyName">The name of a member's name; null for an array.</param>
    /// <param name="element">What an element must be.</param>
    public CompileScope OpenScope(
        CompileScope? outer, ValueSource container, SourcePath? path, string valueName, string? keyName, ElementNeed element)
    {
        _scopes.Add(new PathTrie());
        return new(outer, _scopes.Count - 1, _scopes[^1], container, valueName, keyName)
        {
            Element = element,
            // With several names, the message decides which one it is.
            InBody = path is { OtherNames.Count: 0 } && BodyPaths.Below(path, outer) is { } steps
                ? [.. steps, PayloadRead.Any] : null,
        };
    }

    public ResolvedPath? Resolve(SourcePath path, CompileScope? scope)
    {
        AddRead(path, scope);
        var first = ResolveOne(path, scope);
        if (first is null || path.OtherNames.Count == 0) return first;
        var others = path.OtherNames.Select(other => ResolveOne(other, scope)).OfType<ResolvedPath>().ToList();
        return first with
        {
            Source = new OnlyPresentSource([first.Source, .. others.Select(other => other.Source)]),
            OtherPlaces = [.. others.Select(other => other.Place).OfType<PathTrie>()],
        };
    }

    /// <summary>Keeps a path to a place of the body, if each of its names leads there.</summary>
    private void AddRead(SourcePath path, CompileScope? scope)
    {
        if (BodyPaths.Below(path, scope) is not { } first) return;
        var all = new List<IReadOnlyList<PathStep>>(1 + path.OtherNames.Count) { first };
        foreach (var other in path.OtherNames)
        {
            if (BodyPaths.Below(other, scope) is not { } steps) return;
            all.Add(steps);
        }
        Payload.Reads.Add(new(path, all));
    }

    /// <summary>Resolves a path to one of the values of <c>$.queue</c> or <c>$.meta</c>; null after a diagnostic.</summary>
    public ResolvedPath? ResolveNamed(IReadOnlyList<NamedValue> values, SourcePath path)
    {
        var resolved = NamedValue.Resolve(values, path, _problems);
        UsesBatchSize |= resolved?.Source is MetaNumberSource { IsBatchSize: true };
        return resolved;
    }

    private ResolvedPath? ResolveOne(SourcePath path, CompileScope? scope)
    {
        for (var bound = scope; bound is not null; bound = bound.Outer)
        {
            if (path.Root == bound.ValueName) return OfBody.ResolveBound(path, bound);
            if (path.Root == bound.KeyName && _problems.IsLeaf(path, 1))
                return new(new ScopeKeySource(bound.Index, bound.Container), null, ValueTypes.Text) { MayBe = Absence.None };
            if (path.Root == bound.IndexName && _problems.IsLeaf(path, 1))
            {
                return new(new ScopeIndexSource(bound.Index), null, ValueTypes.Number)
                {
                    MayBe = Absence.Missing,
                    IsTyped = true,
                };
            }
        }
        return PathRoot.Find(path.Root) is { } root
            ? root.Resolve(this, path)
            : _problems.Unknown(
                path, path.Root, (scope?.Names ?? []).Concat(PathRoot.Names),
                $"'{path.Root}' is not known here; a path starts with one of");
    }
}
