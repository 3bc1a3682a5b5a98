using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Events.Checksums;

/// <summary>Which checksums are compared, and which parts of a message they are computed from.</summary>
internal sealed record ChecksumPlan
{
    private ChecksumPlan(PathTrie message, ChecksumPolicy body, ChecksumPolicy attributes)
    {
        (Body, Attributes) = (body, attributes);
        BodySumSlot = message.Member("md5OfBody").Slot;
        AttributesSumSlot = message.Member("md5OfMessageAttributes").Slot;
        var place = message.Member("messageAttributes");
        AttributesSlot = place.Slot;
        if (attributes != ChecksumPolicy.Off) place.Whole = true;
    }

    public ChecksumPolicy Body { get; }

    public ChecksumPolicy Attributes { get; }

    public int BodySumSlot { get; }

    public int AttributesSumSlot { get; }

    public int AttributesSlot { get; }

    /// <summary>Null if no checksum is compared.</summary>
    /// <param name="message">The trie of messages, not frozen yet; receives the places that are needed.</param>
    /// <param name="body">The action for <c>md5OfBody</c>.</param>
    /// <param name="attributes">The action for <c>md5OfMessageAttributes</c>.</param>
    public static ChecksumPlan? Create(PathTrie message, ChecksumPolicy body, ChecksumPolicy attributes) =>
        body == ChecksumPolicy.Off && attributes == ChecksumPolicy.Off ? null : new(message, body, attributes);
}

/// <summary>The action for a message whose checksum differs from the event's.</summary>
internal enum ChecksumPolicy : byte
{
    /// <summary>Nothing is compared. The default.</summary>
    Off,

    /// <summary>Accepts it, with a warning.</summary>
    Warn,

    /// <summary>The message fails.</summary>
    Fail,
}
