using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>Finds the document of each path, and gives the path a slot in it.</summary>
internal sealed class PathResolver
{
    public static readonly string[] MessageNames =
    [
        "messageId", "receiptHandle", "body", "md5OfBody", "md5OfMessageAttributes", "attributes", "messageAttributes",
        "eventSource", "eventSourceARN", "awsRegion",
    ];

    public static readonly string[] Roots = ["message", "attr", "queue", "body", "raw", "envelope", "meta"];

    private readonly DiagnosticBag _diagnostics;
    private readonly List<PathTrie> _scopes = [];

    public PathResolver(DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        Payload = new() { Message = Message };
    }

    public PathTrie Message { get; } = MessageSlots.CreateTrie();

    /// <summary>The last step of the payload, which makes the body.</summary>
    public PayloadStepSpec LastStep { get; init; } = PayloadStepCatalog.Json;

    /// <summary>A step of the payload unwraps notifications of SNS, whose attributes are <c>$.attr</c> too.</summary>
    public bool UnwrapsSns { get; init; }

    /// <summary>The parts of the payload that the paths read.</summary>
    public PayloadPaths Payload { get; }

    public PathTrie[] Scopes => [.. _scopes];

    /// <summary>Some path reads the number of messages, so they must be counted before the first is encoded.</summary>
    public bool UsesBatchSize { get; private set; }

    /// <summary>Some path reads the checksum of mapping and descriptors, which must then be computed.</summary>
    public bool UsesConfigSha256 { get; private set; }

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
            InBody = path is { OtherNames.Count: 0 } && InBody(path, outer) is { } steps ? [.. steps, PayloadRead.Any] : null,
        };
    }

    public ResolvedPath? Resolve(SourcePath path, CompileScope? scope)
    {
        var inBody = path.OtherNames.Prepend(path).Select(one => InBody(one, scope)).OfType<IReadOnlyList<PathStep>>().ToList();
        if (inBody.Count > path.OtherNames.Count) Payload.Reads.Add(new(path, inBody));
        var first = ResolveOne(path, scope);
        if (first is null || path.OtherNames.Count == 0) return first;
        var others = path.OtherNames.Select(other => ResolveOne(other, scope)).OfType<ResolvedPath>().ToList();
        return first with
        {
            Source = new OnlyPresentSource([first.Source, .. others.Select(other => other.Source)]),
            OtherPlaces = [.. others.Select(other => other.Place).OfType<PathTrie>()],
        };
    }

    private ResolvedPath? ResolveOne(SourcePath path, CompileScope? scope)
    {
        for (var bound = scope; bound is not null; bound = bound.Outer)
        {
            if (path.Root == bound.ValueName) return ResolveBound(path, bound);
            if (path.Root == bound.KeyName && IsLeaf(path, 1))
            {
                return new(new ScopeKeySource(bound.Index, bound.Container), null, ValueTypes.Text);
            }
            if (path.Root == bound.IndexName && IsLeaf(path, 1))
            {
                return new(new ScopeIndexSource(bound.Index), null, ValueTypes.Number);
            }
        }
        return path.Root switch
        {
            "message" => ResolveMessage(path),
            "attr" => ResolveAttribute(path),
            "queue" =>
                ResolveNamed(
                    path, [.. QueuePart.All.Select(static part => part.Name)],
                    static name =>
                    {
                        var part = QueuePart.All.First(part => part.Name == name);
                        return new(new QueueSource(part), null, part.Types);
                    }),
            "meta" => ResolveNamed(path, ["ingestTime", .. MetaTextSource.Names, .. MetaNumberSource.Names], ResolveMeta),
            "body" => ResolveBody(path),
            "raw" => ResolveRaw(path),
            "envelope" => ResolveEnvelope(path),
            _ =>
                Unknown(
                    path, path.Root, (scope?.Names ?? []).Concat(Roots),
                    $"'{path.Root}' is not known here; a path starts with one of"),
        };
    }

    /// <summary>Keeps the document of a place as a whole, so that the places of its values can be found.</summary>
    public void KeepDocument(PathTrie place)
    {
        var roots = EnvelopeCatalog.All.Select(Payload.Envelope).Append(Payload.Body);
        if (roots.FirstOrDefault(root => root?.IsOfThisTrie(place) == true) is { } document) document.Whole = true;
    }

    /// <summary>The steps below <c>$.body</c> that a path stands for; null if it does not start there.</summary>
    private static IReadOnlyList<PathStep>? InBody(SourcePath path, CompileScope? scope)
    {
        for (var bound = scope; bound is not null; bound = bound.Outer)
        {
            if (path.Root == bound.ValueName) return bound.InBody is { } value ? [.. value, .. path.Steps.Skip(1)] : null;
            if (path.Root == bound.KeyName || path.Root == bound.IndexName) return null;
        }
        return path.Root == "body" ? [.. path.Steps.Skip(1)] : null;
    }

    private ResolvedPath? ResolveBound(SourcePath path, CompileScope bound)
    {
        var types = bound.InBody is null ? ValueTypes.Any : LastStep.Values;
        if (path.Steps.Count > 1 && !CanBeBelow(path, types)) return null;
        var place = Place(bound.Trie, path, 1);
        var below = path.ToPointer(from: 1);
        return new(
            new ScopeSource(
                bound.Index, place.Slot, bound.Trie.Slot, bound.Container, below, bound.Element, Way(bound.Trie, path, 1)),
            place,
            types)
        {
            Inside = types,
            OneIsArray = bound.InBody is not null && LastStep.OneIsArray,
        };
    }

    private ResolvedPath? ResolveBody(SourcePath path)
    {
        if (path.Steps.Count > 2 && !CanBeBelow(path, LastStep.Values)) return null;
        // A document of which the types are known is an object.
        var types = path.Steps.Count == 1 && LastStep.Values != ValueTypes.Any ? ValueTypes.Object : LastStep.Values;
        var root = Payload.UseBody();
        var place = Place(root, path, 1);
        return new(new BodySource(place.Slot, path.ToPointer(), root.Slot, Way(root, path, 1)), place, types)
        {
            Inside = LastStep.Values,
            OneIsArray = LastStep.OneIsArray,
        };
    }

    /// <summary>Whether a path can go below a value of the body; reports it otherwise.</summary>
    private bool CanBeBelow(SourcePath path, ValueTypes types)
    {
        if ((types & (ValueTypes.List | ValueTypes.Object)) != 0) return true;
        _diagnostics.Add(
            DiagnosticCodes.PathRoot, path.Position,
            $"'{path.Text}' never finds a value: the step {LastStep.Name} gives {types.Describe()}, and nothing is below it");
        return false;
    }

    private ResolvedPath? ResolveRaw(SourcePath path)
    {
        if (!IsLeaf(path, 1)) return null;
        Payload.UsesRaw = true;
        return new(new RawSource(), null, ValueTypes.Text | ValueTypes.Bytes);
    }

    private ResolvedPath? ResolveEnvelope(SourcePath path)
    {
        if (path.Steps.Count < 2 || EnvelopeCatalog.Find(path.Steps[1].Name) is not { } envelope)
        {
            var found = path.Steps.Count < 2 ? "" : path.Steps[1].ToPointerToken();
            return Unknown(path, found, EnvelopeCatalog.All.Select(e => e.Word), "name an envelope: one of");
        }
        var root = Payload.UseEnvelope(envelope);
        var place = Place(root, path, 2);
        var source = new EnvelopeSource(envelope.Index, place.Slot, path.ToPointer(), path.ToPointer(0, 2), Way(root, path, 2));
        return new(
            source, place,
            path.Steps.Count == 2 ? ValueTypes.Object : ValueTypes.Any);
    }

    private ResolvedPath? ResolveMessage(SourcePath path)
    {
        if (path.Steps.Count > 1 && !MessageNames.Contains(path.Steps[1].Name))
        {
            return Unknown(
                path, path.Steps[1].ToPointerToken(), MessageNames,
                $"a message has no '{path.Steps[1].ToPointerToken()}'; it has");
        }
        var isText = path.Steps.Count > 1 && path.Steps[1].Name is not ("attributes" or "messageAttributes");
        if (isText && path.Steps.Count > 2)
        {
            _diagnostics.Add(
                DiagnosticCodes.PathRoot, path.Position, $"message.{path.Steps[1].Name} is text; a path cannot go below it",
                path.Steps[1].Name == "body" ? "the parsed body is $.body" : null);
            return null;
        }
        var place = Place(Message, path, 1);
        return new(
            new MessageSource(place.Slot, path.ToPointer(), Way(Message, path, 1)), place, TypesInMessage(path, isText));
    }

    /// <summary>The types of a place in a message, by the form of the events of SQS.</summary>
    private static ValueTypes TypesInMessage(SourcePath path, bool isText) => path.Steps switch
    {
        _ when isText => ValueTypes.Text,
        [_] or [_, _] => ValueTypes.Object,
        [_, { Name: "attributes" }, { Name: not null }] => ValueTypes.Text,
        [_, { Name: "messageAttributes" }, { Name: not null }] => ValueTypes.Object,
        _ => ValueTypes.Any,
    };

    private ResolvedPath? ResolveAttribute(SourcePath path)
    {
        if (path.Steps is not [_, { Name: { } name }])
        {
            _diagnostics.Add(
                DiagnosticCodes.PathRoot, path.Position, "attr needs the name of one message attribute, with nothing after it",
                "$.attr.name, or $.attr['a name']");
            return null;
        }
        var attribute = Message.Member("messageAttributes").Member(name);
        var token = path.Steps[1].ToPointerToken();
        var own = new MessageAttributeSource(
            new(
                attribute.Slot, attribute.Member("dataType").Slot, attribute.Member("stringValue").Slot,
                attribute.Member("binaryValue").Slot),
            "/message/messageAttributes/" + token);
        ValueSource source = UnwrapsSns ? new AnyAttributeSource(own, ResolveWrapped(name, token)) : own;
        return new(source, null, ValueTypes.Text | ValueTypes.Number | ValueTypes.Bytes);
    }

    private WrappedAttributeSource ResolveWrapped(string name, string token)
    {
        var sns = EnvelopeCatalog.Sns;
        var attribute = Payload.UseEnvelope(sns).Member("MessageAttributes").Member(name);
        var value = attribute.Member("Value").Slot;
        return new(
            sns.Index, new(attribute.Slot, attribute.Member("Type").Slot, value, value),
            $"/envelope/{sns.Word}/MessageAttributes/{token}");
    }

    private ResolvedPath ResolveMeta(string name)
    {
        UsesBatchSize |= name == "batchSize";
        UsesConfigSha256 |= name == "configSha256";
        if (name == "ingestTime") return new(new IngestTimeSource(), null, ValueTypes.Instant);
        var text = Array.IndexOf(MetaTextSource.Names, name);
        return text >= 0
            ? new(new MetaTextSource(text), null, ValueTypes.Text)
            : new(new MetaNumberSource(name), null, ValueTypes.Number);
    }

    private ResolvedPath? ResolveNamed(SourcePath path, string[] names, Func<string, ResolvedPath> resolve)
    {
        if (path.Steps.Count < 2 || !names.Contains(path.Steps[1].Name))
        {
            var found = path.Steps.Count < 2 ? "" : path.Steps[1].ToPointerToken();
            return Unknown(
                path, found, names,
                found.Length == 0 ? $"{path.Root} is not a value by itself; it has" : $"{path.Root} has no '{found}'; it has");
        }
        return IsLeaf(path, 2) ? resolve(path.Steps[1].Name!) : null;
    }

    private bool IsLeaf(SourcePath path, int steps)
    {
        if (path.Steps.Count == steps) return true;
        _diagnostics.Add(
            DiagnosticCodes.PathRoot, path.Position,
            $"{string.Join('.', path.Steps.Take(steps).Select(s => s.ToPointerToken()))} is a single value; "
                + "a path cannot go below it");
        return false;
    }

    private ResolvedPath? Unknown(SourcePath path, string found, IEnumerable<string> names, string message)
    {
        var all = names.ToList();
        _diagnostics.Add(
            DiagnosticCodes.PathRoot, path.Position, $"{message} {string.Join(", ", all)}", Nearest.Hint(found, all));
        return null;
    }

    /// <summary>The place of a path's steps, from a given step on.</summary>
    private static PathTrie Place(PathTrie root, SourcePath path, int from)
    {
        var place = root;
        for (var i = from; i < path.Steps.Count; i++) place = Place(place, path.Steps[i]);
        return place;
    }

    private static PathTrie Place(PathTrie owner, PathStep step) => step.Name is null
        // No array has that many elements, so positions beyond the range of int are all the same.
        ? owner.Element((int)Math.Clamp(step.Index, -int.MaxValue, int.MaxValue))
        : owner.Member(step.Name);

    /// <summary>The values that a path leads through. What the document itself must be, all of its paths decide.</summary>
    private static PathPlace[] Way(PathTrie root, SourcePath path, int from)
    {
        var way = new List<PathPlace>();
        var place = root;
        for (var i = from; i < path.Steps.Count; i++)
        {
            var step = path.Steps[i];
            var needs = step.Name is null ? ContainerShape.Array : ContainerShape.Object;
            var isChecked = i > from || (path.IsOfAuto && path.Steps.Count == from + 1);
            if (isChecked) way.Add(new(place.Slot, needs, path.ToPointer(from, i)));
            place = Place(place, step);
        }
        return [.. way];
    }
}

/// <summary>A path's place in the source document.</summary>
/// <param name="Source">Reads it.</param>
/// <param name="Place">Its place in a document's trie; null when it is not in a document.</param>
/// <param name="Types">The types that its values can have.</param>
internal sealed record ResolvedPath(ValueSource Source, PathTrie? Place, ValueTypes Types)
{
    /// <summary>The places under other names.</summary>
    public IReadOnlyList<PathTrie> OtherPlaces { get; init; } = [];

    /// <summary>The types that the values inside of an array or object can have.</summary>
    public ValueTypes Inside { get; init; } = ValueTypes.Any;

    /// <summary>An ARRAY takes a value that is not an array as its only element.</summary>
    public bool OneIsArray { get; init; }

    /// <summary>Every place at which the value can be.</summary>
    public IEnumerable<PathTrie> Places => Place is null ? [] : OtherPlaces.Prepend(Place);
}
