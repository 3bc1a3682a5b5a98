using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Expressions.Paths;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Sources;
using SqsIngestor.Mapping.Sources.Payloads;
using SqsIngestor.Mapping.Sources.Readers;

namespace SqsIngestor.Mapping.Compilation;

/// <summary>Finds what a path starts in, and gives every path its slot there.</summary>
internal sealed class PathResolver(DiagnosticBag diagnostics)
{
    private static readonly string[] Roots = ["message", "body", "raw", "envelope", "meta"];
    private static readonly string[] MessageNames =
    [
        "messageId", "receiptHandle", "body", "md5OfBody", "md5OfMessageAttributes", "attributes", "messageAttributes",
        "eventSource", "eventSourceARN", "awsRegion",
    ];

    private readonly List<PathTrie> _scopes = [];

    public PathTrie Message { get; } = MessageSlots.CreateTrie();

    public PayloadPaths Payload { get; } = new();

    public PathTrie[] Scopes => [.. _scopes];

    public CompileScope OpenScope(CompileScope? outer, ValueSource container, string valueName, string? keyName)
    {
        _scopes.Add(new PathTrie());
        return new(outer, _scopes.Count - 1, _scopes[^1], container, valueName, keyName);
    }

    public ResolvedPath? Resolve(SourcePath path, CompileScope? scope)
    {
        for (var bound = scope; bound is not null; bound = bound.Outer)
        {
            if (path.Root == bound.ValueName)
            {
                var place = Place(bound.Trie, path.Steps.Skip(1));
                var below = string.Concat(path.Steps.Skip(1).Select(s => "/" + s.ToPointerToken()));
                return new(new ScopeSource(bound.Index, place.Slot, bound.Container, below), place, null);
            }
            if (path.Root == bound.KeyName && IsLeaf(path)) return new(new ScopeKeySource(bound.Index, bound.Container), null, ValueKind.String);
            if (path.Root == bound.IndexName && IsLeaf(path)) return new(new ScopeIndexSource(bound.Index), null, ValueKind.Integer);
        }
        switch (path.Root)
        {
            case "message":
                return ResolveMessage(path);
            case "body":
                var place = Place(Payload.UseBody(), path.Steps.Skip(1));
                return new(new BodySource(place.Slot, path.ToPointer()), place, null);
            case "raw" when IsLeaf(path):
                Payload.UsesRaw = true;
                return new(new RawSource(), null, null);
            case "raw":
                return null;
            case "envelope":
                return ResolveEnvelope(path);
            case "meta":
                return ResolveMeta(path);
            default:
                var names = (scope?.Names ?? []).Concat(Roots).ToList();
                diagnostics.Add(DiagnosticCodes.PathRoot, path.Position,
                    $"nothing is called '{path.Root}' here; a path starts with {string.Join(", ", names)}", Nearest.Hint(path.Root, names));
                return null;
        }
    }

    private ResolvedPath? ResolveMessage(SourcePath path)
    {
        if (path.Steps.Count > 1 && !MessageNames.Contains(path.Steps[1].Name))
        {
            diagnostics.Add(DiagnosticCodes.PathRoot, path.Position,
                $"a message has no '{path.Steps[1].ToPointerToken()}'; it has {string.Join(", ", MessageNames)}",
                Nearest.Hint(path.Steps[1].ToPointerToken(), MessageNames));
            return null;
        }
        var isText = path.Steps.Count > 1 && path.Steps[1].Name is not ("attributes" or "messageAttributes");
        if (isText && path.Steps.Count > 2)
        {
            diagnostics.Add(DiagnosticCodes.PathRoot, path.Position, $"message.{path.Steps[1].Name} is text and has nothing below it",
                path.Steps[1].Name == "body" ? "the parsed body is $.body" : null);
            return null;
        }
        var place = Place(Message, path.Steps.Skip(1));
        return new(new MessageSource(place.Slot, path.ToPointer()), place, null);
    }

    private ResolvedPath? ResolveEnvelope(SourcePath path)
    {
        EnvelopeKind? kind = path.Steps.Count < 2 ? null : path.Steps[1].Name switch
        {
            "sns" => EnvelopeKind.Sns,
            "eventbridge" => EnvelopeKind.EventBridge,
            _ => null,
        };
        if (kind is { } known)
        {
            var place = Place(Payload.UseEnvelope(known), path.Steps.Skip(2));
            return new(new EnvelopeSource(known, place.Slot, path.ToPointer()), place, null);
        }
        diagnostics.Add(DiagnosticCodes.PathRoot, path.Position, "of an envelope there are sns and eventbridge", "$.envelope.sns, or $.envelope.eventbridge");
        return null;
    }

    private ResolvedPath? ResolveMeta(SourcePath path)
    {
        if (path.Steps.Count == 2 && path.Steps[1].Name == "ingestTime") return new(new IngestTimeSource(), null, ValueKind.Instant);
        diagnostics.Add(DiagnosticCodes.PathRoot, path.Position, "of meta this version has ingestTime only", "$.meta.ingestTime");
        return null;
    }

    private bool IsLeaf(SourcePath path)
    {
        if (path.Steps.Count == 1) return true;
        diagnostics.Add(DiagnosticCodes.PathRoot, path.Position, $"'{path.Root}' has nothing below it");
        return false;
    }

    private static PathTrie Place(PathTrie root, IEnumerable<PathStep> steps) =>
        steps.Aggregate(root, (place, step) => step.Name is null ? place.Element(step.Index) : place.Member(step.Name));
}
