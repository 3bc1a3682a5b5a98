using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Events.Checksums;

/// <summary>Which checksums are compared, and where a message has what they are computed from.</summary>
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

    /// <summary>Null when there is nothing to compare.</summary>
    /// <param name="message">The trie of messages, not frozen yet; gets the places that are needed.</param>
    /// <param name="body">Of <c>md5OfBody</c>.</param>
    /// <param name="attributes">Of <c>md5OfMessageAttributes</c>.</param>
    public static ChecksumPlan? Create(PathTrie message, ChecksumPolicy body, ChecksumPolicy attributes) =>
        body == ChecksumPolicy.Off && attributes == ChecksumPolicy.Off ? null : new(message, body, attributes);
}

/// <summary>What happens to a message whose checksum differs from the event's.</summary>
internal enum ChecksumPolicy : byte
{
    /// <summary>Nothing is compared. The default.</summary>
    Off,

    /// <summary>It goes on, with a warning.</summary>
    Warn,

    /// <summary>It fails.</summary>
    Fail,
}
