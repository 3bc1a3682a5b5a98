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

    /// <summary>In how many deliveries a row of it was suspected, while the table took others.</summary>
    public int Strikes { get; private init; }

    /// <summary>
    /// A row of it may be the reason for trouble, which nothing proves: the next delivery sends it last and alone. Also true
    /// with any other sign that it is.
    /// </summary>
    public bool IsSuspected => OverdueAcks > 0 || WasRefused || EndsConnections;

    /// <summary>In how many deliveries the ack of a row of it was overdue.</summary>
    public int OverdueAcks { get; private init; }

    /// <summary>
    /// Connections ended with a row of it and with no other, whatever the cause was: one more such end says enough about this
    /// delivery.
    /// </summary>
    public bool EndsConnections
    {
        get => field || Strikes > 0;
        init;
    }

    /// <summary>
    /// In an earlier delivery, the service refused a row of it. That counts once it does so again, on a connection that takes
    /// others.
    /// </summary>
    public bool WasRefused { get; init; }

    /// <summary>The service refused a row of it, so that sending it again does not help.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The rows that are durable, by their index in the message; the next delivery does not send them again.</summary>
    public RowSet DurableRows { get; private init; } = RowSet.Empty;

    /// <summary>
    /// Which rows the message had: a number for the tables of the mapping that made them, one after the other. A delivery with
    /// another shape has other rows at the same indexes, because a condition gave another result or the tables have changed.
    /// </summary>
    public int Shape { get; private init; }

    /// <summary>
    /// Whether a stream that was resumed has told which rows are durable, after the owner of the message had asked what is known.
    /// </summary>
    public bool IsRecovered { get; init; }

    /// <summary>Whether there is something to remember.</summary>
    public bool IsEmpty => !IsSuspected && !IsRefused && DurableRows.Count == 0;

    /// <summary>Nothing speaks against sending it any more.</summary>
    public DeliveryHistory WithoutRefusal() => this with
    {
        Strikes = 0,
        OverdueAcks = 0,
        EndsConnections = false,
        WasRefused = false,
        IsRefused = false,
    };

    /// <summary>More rows are durable.</summary>
    /// <param name="shape">The shape of the delivery.</param>
    /// <param name="rows">Their indexes.</param>
    public DeliveryHistory WithDurable(int shape, IEnumerable<int> rows)
    {
        var known = DurableFor(shape);
        var all = known.With(rows);
        return ReferenceEquals(all, known) ? this : this with { DurableRows = all, Shape = shape };
    }

    /// <summary>More rows are durable.</summary>
    /// <param name="shape">The shape of the delivery.</param>
    /// <param name="rows">The rows.</param>
    public DeliveryHistory WithDurable(int shape, RowSet rows) =>
        rows.Count == 0 ? this : this with { DurableRows = DurableFor(shape).With(rows), Shape = shape };

    /// <summary>The durable rows of a delivery; none if its rows are others.</summary>
    public RowSet DurableFor(int shape) => shape == Shape ? DurableRows : RowSet.Empty;

    /// <summary>The ack of a row of it was overdue, once more.</summary>
    public DeliveryHistory WithOverdueAck() => this with { OverdueAcks = OverdueAcks + 1 };

    /// <summary>A row of it was suspected once more, while the table took others. The last strike is a refusal.</summary>
    public DeliveryHistory WithStrike() => this with
    {
        Strikes = Strikes + 1,
        IsRefused = IsRefused || Strikes + 1 >= StrikesOfARefusal,
    };
}
