using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Paths;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>A part of the source document, where paths and expressions start.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in expressions.</param>
/// <param name="Resolve">Resolves a path of a mapping that starts there; null after a diagnostic.</param>
internal sealed record PathRoot(string Name, CelType Type, Func<PathResolver, SourcePath, ResolvedPath?> Resolve)
{
    /// <summary>Every part, the only list of them.</summary>
    public static IReadOnlyList<PathRoot> All { get; } =
    [
        new("message", MessagePaths.Type, static (paths, path) => paths.OfMessage.Resolve(path)) { IsOfEvent = true },
        new(
            "attr", CelType.Record(new Dictionary<string, CelType>(), CelType.Dyn),
            static (paths, path) => paths.OfMessage.ResolveAttribute(path)),
        new("queue", NamedValue.TypeOf(NamedValue.OfQueue), static (paths, path) => paths.ResolveNamed(NamedValue.OfQueue, path))
        {
            IsOfEvent = true,
        },
        new("body", CelType.Dyn, static (paths, path) => paths.OfBody.ResolveBody(path)),
        new("raw", CelType.Dyn, static (paths, path) => paths.OfBody.ResolveRaw(path)),
        new(
            "envelope", CelType.Record(EnvelopeCatalog.All.ToDictionary(static row => row.Word, static _ => CelType.Dyn)),
            static (paths, path) => paths.OfBody.ResolveEnvelope(path)),
        new("meta", NamedValue.TypeOf(NamedValue.OfMeta), static (paths, path) => paths.ResolveNamed(NamedValue.OfMeta, path))
        {
            IsOfEvent = true,
        },
    ];

    /// <summary>Its members are those that Lambda and this program name, and not those of a payload.</summary>
    public bool IsOfEvent { get; init; }

    public static IEnumerable<string> Names => All.Select(static root => root.Name);

    public static PathRoot? Find(string name) => All.FirstOrDefault(root => root.Name == name);
}
