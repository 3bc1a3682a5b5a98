using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Demo;

/// <summary>How many messages were sent, and the ways in which they ended. Each message ends in one way.</summary>
/// <param name="Sent">All of them.</param>
/// <param name="Deduplicated">Were durable before, or are in their event twice.</param>
/// <param name="Quarantined">Are rows of the quarantine table.</param>
/// <param name="Dropped">The mapping says to drop them.</param>
/// <param name="Returned">Were returned to the queue.</param>
internal readonly record struct MessageSum(int Sent, int Deduplicated, int Quarantined, int Dropped, int Returned)
{
    /// <summary>Messages whose rows are durable.</summary>
    public int Landed => Sent - Deduplicated - Quarantined - Dropped - Returned;

    public static MessageSum operator +(MessageSum one, MessageSum other) => new(
        one.Sent + other.Sent, one.Deduplicated + other.Deduplicated, one.Quarantined + other.Quarantined,
        one.Dropped + other.Dropped, one.Returned + other.Returned);

    /// <summary><c>20 messages sent = 17 landed + 1 deduplicated + 2 returned to the queue</c>.</summary>
    public override string ToString() =>
        $"{Quantity.Count(Sent, "message")} sent = {Landed} landed + {Deduplicated} deduplicated"
            + (Quarantined > 0 ? $" + {Quarantined} quarantined" : "")
            + (Dropped > 0 ? $" + {Dropped} dropped" : "")
            + $" + {Returned} returned to the queue";
}
