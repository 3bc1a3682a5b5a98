using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Events;

/// <summary>The parts of a message that every plan keeps, because the host needs them for any columns.</summary>
internal static class MessageSlots
{
    // A trie numbers its places in the order in which they are made.
    public const int MessageId = 1;
    public const int Body = 2;
    public const int EventSource = 3;
    public const int EventSourceArn = 4;
    public const int Attributes = 5;
    public const int MessageGroupId = 6;
    public const int ReceiveCount = 7;
    public const int Md5OfBody = 8;

    public static PathTrie CreateTrie()
    {
        var trie = new PathTrie();
        trie.Member("messageId");
        trie.Member("body");
        trie.Member("eventSource");
        trie.Member("eventSourceARN");
        var attributes = trie.Member("attributes");
        attributes.Member("MessageGroupId");
        attributes.Member("ApproximateReceiveCount");
        trie.Member("md5OfBody");
        return trie;
    }
}
