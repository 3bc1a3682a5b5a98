namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>
/// Connections are spread over the nodes of a service, and half of the nodes refuse whatever they get. A record is to blame only
/// if a node that takes others refuses it.
/// </summary>
public sealed class BadNodesTests
{
    private const int Messages = 100;
    private const int Bad = 5;
    private const int Deliveries = 5;
    private const int Runs = 100;

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Run_HalfOfTheNodesTakeNothing_FewInnocentsLoseADelivery(bool byStatus, bool acksBefore)
    {
        var (lost, dead, proved) = (0, 0, 0);
        for (var run = 0; run < Runs; run++)
        {
            // The same nodes each time.
#pragma warning disable CA5394
            var random = new Random(run);
            var scene = () => new LedgerScene(byStatus, acksBefore) { ReachesABadNode = () => random.Next(2) == 0 };
#pragma warning restore CA5394
            var left = Enumerable.Range(0, Messages).Select(static i => new Message(i % 20 == 10, 0)).ToList();
            for (var delivery = 1; delivery <= Deliveries; delivery++)
            {
                // Others come with those that come again.
                if (delivery > 1) left.AddRange(Enumerable.Repeat(new Message(IsBad: false, Lost: 0), 10));
                left = Deliver(scene(), left, byStatus, out var provedNow);
                proved += delivery == 1 ? provedNow : 0;
                lost += left.Count(static message => message is { IsBad: false, Lost: 1 });
                Assert.Equal(Bad, left.Count(static message => message.IsBad));
            }

            dead += left.Count(static message => message is { IsBad: false, Lost: Deliveries });
        }

        // Three such nodes in a row cost a message a delivery. If acks show where a connection stopped, that is rarer.
        Assert.InRange(lost, 0, Runs * Messages * (acksBefore ? 3 : 7) / 100);
        Assert.InRange(dead, 0, Runs * Messages / 400);
        Assert.InRange(proved, byStatus ? Runs * Bad * 9 / 10 : 0, byStatus ? Runs * Bad : 0);
    }

    // Those that lost most deliveries come last, as the function sends them.
    private static List<Message> Deliver(LedgerScene scene, List<Message> messages, bool byStatus, out int proved)
    {
        var sent = messages.OrderBy(static message => message.Lost).ToList();
        for (var i = 0; i < sent.Count; i++)
            scene.Write(i, sent[i].IsBad, key: 0, suspect: sent[i].Lost > 0 && !byStatus);
        scene.Run(mostConnections: 100);
        var hasProof = Enumerable.Range(0, sent.Count).Where(i => scene.RefusalOf(i) is { HasAcksBefore: true }).ToList();
        Assert.All(hasProof, i => Assert.True(sent[i].IsBad));
        proved = hasProof.Count;
        var durable = scene.Durable.ToHashSet();
        return [.. sent.Where((_, i) => !durable.Contains(i)).Select(static message => message with { Lost = message.Lost + 1 })];
    }

    private readonly record struct Message(bool IsBad, int Lost);
}
