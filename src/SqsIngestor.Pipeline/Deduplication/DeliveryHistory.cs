namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>
/// What is known of a message that was not delivered, for its next delivery. Immutable; the default knows nothing.
/// </summary>
internal sealed record DeliveryHistory
{
    /// <summary>
    /// How many deliveries a suspicion must survive before it counts as a refusal: in both, connections ended with a row of the
    /// message, and with no other row of the table.
    /// </summary>
    public const int StrikesOfARefusal = 2;

    /// <summary>A message of which nothing is known.</summary>
    public static DeliveryHistory None { get; } = new();

    /// <summary>In how many deliveries a row of it was suspected.</summary>
    public int Strikes { get; init; }

    /// <summary>The service refused a row of it, so that sending it again does not help.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The rows that are durable, by their index in the message; the next delivery does not send them again.</summary>
    public RowSet DurableRows { get; init; } = RowSet.Empty;

    /// <summary>Whether there is something to remember.</summary>
    public bool IsEmpty => Strikes == 0 && !IsRefused && DurableRows.Count == 0;

    /// <summary>A row of it was suspected once more.</summary>
    public DeliveryHistory WithStrike() => this with { Strikes = Strikes + 1, IsRefused = Strikes + 1 >= StrikesOfARefusal };
}
