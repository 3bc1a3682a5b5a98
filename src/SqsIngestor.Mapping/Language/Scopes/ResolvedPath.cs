using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Scopes;

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

    /// <summary>What can be there instead of a value.</summary>
    public Absence MayBe { get; init; } = Absence.Missing | Absence.Null;

    /// <summary>Whether the value is from outside of the body, and always of its type if it is there.</summary>
    public bool IsTyped { get; init; }

    /// <summary>An ARRAY takes a value that is not an array as its only element.</summary>
    public bool OneIsArray { get; init; }

    /// <summary>Every place at which the value can be.</summary>
    public IReadOnlyList<PathTrie> Places => Place is null ? [] : OtherPlaces.Count == 0 ? [Place] : [Place, .. OtherPlaces];
}
