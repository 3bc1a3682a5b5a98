using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>A part of the source document whose rest is rescued.</summary>
/// <param name="name">Its name, as UTF-8, and the key of the rest.</param>
/// <param name="source">Its root.</param>
/// <param name="place">The root's place.</param>
/// <param name="consumption">The places that the columns of the table read.</param>
internal sealed class RescuedScope(byte[] name, ValueSource source, PathTrie place, Consumption consumption)
{
    public byte[] Name => name;

    public ValueSource Source => source;

    public PathTrie Place => place;

    /// <summary>For each slot of the trie: whether a column reads it, or it is excluded.</summary>
    public bool[] Consumed { get; private set; } = [];

    /// <summary>Call it after all tables are compiled: only then the trie has all its slots.</summary>
    public void Complete() => Consumed = consumption.Slots(place);
}
