using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>A part of the source document whose rest is rescued.</summary>
/// <param name="name">Its name, as UTF-8, and the key of the rest.</param>
/// <param name="source">Its root.</param>
/// <param name="place">The root's place.</param>
/// <param name="consumption">What the columns of the table read.</param>
internal sealed class RescuedScope(byte[] name, ValueSource source, PathTrie place, Consumption consumption)
{
    public byte[] Name => name;

    public ValueSource Source => source;

    public PathTrie Place => place;

    /// <summary>For each slot of the trie: whether a column reads it, or it is excluded.</summary>
    public bool[] Consumed { get; private set; } = [];

    /// <summary>Called once all tables are compiled: only then all slots of the trie are there.</summary>
    public void Complete() => Consumed = consumption.Slots(place);
}
