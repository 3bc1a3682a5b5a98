using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>The members that tell an envelope from any other object, and what it carries.</summary>
internal static class EnvelopeSlots
{
    // A trie numbers its places in the order in which they are made.
    public const int SnsType = 1;
    public const int SnsTopicArn = 2;
    public const int SnsMessage = 3;

    public const int EventDetailType = 1;
    public const int EventSource = 2;
    public const int EventDetail = 3;

    public static PathTrie CreateTrie(EnvelopeKind kind)
    {
        var trie = new PathTrie();
        ReadOnlySpan<string> names = kind == EnvelopeKind.Sns ? ["Type", "TopicArn", "Message"] : ["detail-type", "source", "detail"];
        foreach (var name in names) trie.Member(name);
        return trie;
    }
}
