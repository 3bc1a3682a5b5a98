namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// Every envelope that <c>unwrap</c> removes: the only list of them. To add one, add its class to the folder and a line to
/// <see cref="All"/>.
/// </summary>
internal static class EnvelopeCatalog
{
    public static Envelope Sns { get; } = new SnsEnvelope(index: 0);

    public static Envelope CloudEvents { get; } = new CloudEventsEnvelope(index: 2);

    public static IReadOnlyList<Envelope> All { get; } = [Sns, new EventBridgeEnvelope(index: 1), CloudEvents];

    public static Envelope? Find(string? word)
    {
        foreach (var envelope in All)
        {
            if (envelope.Word == word) return envelope;
        }
        return null;
    }
}
