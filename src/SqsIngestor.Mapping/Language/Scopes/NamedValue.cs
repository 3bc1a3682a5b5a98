using System.Diagnostics;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>A value of <c>$.queue</c> or <c>$.meta</c>, with nothing below it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Types">The type that it has.</param>
/// <param name="CreateSource">Makes what reads it.</param>
/// <param name="IsAlways">Whether every message has it; otherwise it can be missing. It is never null.</param>
internal sealed record NamedValue(string Name, ValueTypes Types, Func<ValueSource> CreateSource, bool IsAlways = false)
{
    public static IReadOnlyList<NamedValue> OfQueue { get; } =
        [.. QueuePart.All.Select(part => new NamedValue(part.Name, part.Types, () => new QueueSource(part)))];

    public static IReadOnlyList<NamedValue> OfMeta { get; } =
    [
        new("ingestTime", ValueTypes.Instant, () => new IngestTimeSource(), IsAlways: true),
        .. MetaTextSource.Names.Select(
            (name, index) => new NamedValue(name, ValueTypes.Text, () => new MetaTextSource(index))),
        .. MetaNumberSource.Names.Select(
            name => new NamedValue(
                name, ValueTypes.Number, () => new MetaNumberSource(name), name != MetaNumberSource.ReceiveCount)),
    ];

    /// <summary>The type of the values in expressions: a record with each as a member.</summary>
    public static CelType TypeOf(IEnumerable<NamedValue> values) =>
        CelType.Record(values.ToDictionary(value => value.Name, value => value.CelType));

    /// <summary>Resolves a path to one of the values.</summary>
    public static ResolvedPath? Resolve(IReadOnlyList<NamedValue> values, SourcePath path, PathProblems problems)
    {
        var names = values.Select(value => value.Name);
        if (path.Steps.Count < 2) return problems.Unknown(path, "", names, $"{path.Root} is not a value by itself; it has");
        if (values.FirstOrDefault(value => value.Name == path.Steps[1].Name) is not { } named)
        {
            var found = path.Steps[1].ToPointerToken();
            return problems.Unknown(path, found, names, $"{path.Root} has no '{found}'; it has");
        }
        if (!problems.IsLeaf(path, 2)) return null;
        return new(named.CreateSource(), null, named.Types)
        {
            MayBe = named.IsAlways ? Absence.None : Absence.Missing,
            IsTyped = true,
        };
    }

    private CelType CelType => Types switch
    {
        ValueTypes.Text => CelType.String,
        ValueTypes.Number => CelType.Int,
        ValueTypes.Bool => CelType.Bool,
        ValueTypes.Instant => CelType.Timestamp,
        _ => throw new UnreachableException(),
    };
}
