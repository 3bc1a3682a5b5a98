namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>
/// Connections are spread over the nodes of a service, and half of the nodes refuse whatever they get, or all but a few rows. A
/// record is to blame only if a node that takes others refuses it, and if it was refused in an earlier delivery.
/// </summary>
public sealed class BadNodesTests
{
    private const int Messages = 100;
    private const int Bad = 5;
    private const int Deliveries = 5;
    private const int Runs = 100;

    [Theory]
    [InlineData(true, null, 0)]
    [InlineData(true, 0, 0)]
    [InlineData(true, 0, 4)]
    [InlineData(true, 50, 0)]
    [InlineData(true, 50, 4)]
    [InlineData(false, null, 0)]
    [InlineData(false, 0, 0)]
    [InlineData(false, 50, 0)]
    public void Run_HalfOfTheNodesTakeNothingOrLittle_FewInnocentsLoseADelivery(bool byStatus, int? acksLagBy, int mostTaken)
    {
        var (lost, dead, proved) = (0, 0, 0);
        for (var run = 0; run < Runs; run++)
        {
            // The same nodes each time.
#pragma warning disable CA5394
            var random = new Random(run);
            var scene = () => new LedgerScene(byStatus, acksBefore: acksLagBy is not null)
            {
                AcksLagBy = acksLagBy ?? 0,
                SendsAhead = true,
                MostTaken = () => random.Next(2) == 0 ? random.Next(mostTaken + 1) : int.MaxValue,
            };
#pragma warning restore CA5394
            // The first of them is behind so many others that some are acked, even if acks lag.
            var left = Enumerable.Range(0, Messages).Select(static i => new Message(i > 50 && i % 10 == 5, 0)).ToList();
            var provedNow = 0;
            for (var delivery = 1; delivery <= Deliveries; delivery++)
            {
                // Others come with those that come again.
                if (delivery > 1) left.AddRange(Enumerable.Repeat(new Message(IsBad: false, Lost: 0), 10));
                left = Deliver(scene(), left, byStatus, ref provedNow);
                lost += left.Count(static message => message is { IsBad: false, Lost: 1 });
                Assert.Equal(Bad - provedNow, left.Count(static message => message.IsBad));
            }

            proved += provedNow;
            dead += left.Count(static message => message is { IsBad: false, Lost: Deliveries });
        }

        // Three such nodes in a row cost a message a delivery. If acks show where a connection stopped, that is rarer.
        Assert.InRange(lost, 0, Runs * Messages * (acksLagBy == 0 ? 3 : 7) / 100);
        Assert.InRange(dead, 0, Runs * Messages / 400);
        Assert.InRange(proved, byStatus ? Runs * Bad * 8 / 10 : 0, byStatus ? Runs * Bad : 0);
    }

    // Those that lost a delivery come last, each alone, as the function sends them. What is proved comes no more.
    private static List<Message> Deliver(LedgerScene scene, List<Message> messages, bool byStatus, ref int proved)
    {
        var sent = messages.OrderBy(static message => message.Lost).ToList();
        for (var i = 0; i < sent.Count; i++)
        {
            if (sent[i].Lost == 0)
                scene.Write(i, sent[i].IsBad, key: 0);
            else
                scene.WriteLater(i, sent[i].IsBad, suspect: !byStatus);
        }

        scene.Run(mostConnections: 100);
        var hasProof = Enumerable.Range(0, sent.Count)
            .Where(i => sent[i].Lost > 0 && scene.RefusalOf(i) is { HasAcksBefore: true }).ToHashSet();
        Assert.All(hasProof, i => Assert.True(sent[i].IsBad));
        proved += hasProof.Count;
        var gone = scene.Durable.Concat(hasProof).ToHashSet();
        return [.. sent.Where((_, i) => !gone.Contains(i)).Select(static message => message with { Lost = message.Lost + 1 })];
    }

    private readonly record struct Message(bool IsBad, int Lost);
}
