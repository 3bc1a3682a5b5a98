using CsCheck;
using SqsIngestor.Zerobus.Internal.InFlight;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

public sealed class PoisonSearchTests
{
    [Fact]
    public void Refused_OneAlone_IsFoundWhenRefusedAgain()
    {
        var search = new PoisonSearch();
        Assert.False(search.Refused(unacked: 1, headRecords: 1));
        Assert.Equal(1, search.Window);
        Assert.True(search.Refused(unacked: 1, headRecords: 1));
        Assert.False(search.IsActive);
    }

    [Fact]
    public void Refused_OneAmongMany_NeedsOneOpenPerHalving()
    {
        for (var poison = 0; poison < 1000; poison++)
        {
            var run = Search(Enumerable.Range(0, 1000).Select(i => new[] { i == poison }).ToArray());
            Assert.Equal([(poison, 0)], run.Refused);
            Assert.InRange(run.Opens, 1, 12);
        }
    }

    [Fact]
    public void Search_AnyBatchesAndAnyPoison_NamesExactlyThePoisonInOrder() =>
        Gen.Bool.Array[1, 8].Array[1, 40].Sample(writes =>
        {
            var run = Search(writes);
            var expected = writes.SelectMany((records, w) => records.Select((bad, r) => (bad, w, r)))
                .Where(static x => x.bad).Select(static x => (x.w, x.r));
            Assert.Equal(expected, run.Refused);
        });

    // Plays a service that refuses a stream at the first request with a bad record, and acks what came before it.
    private static (List<(int Write, int Record)> Refused, int Opens) Search(bool[][] writes)
    {
        var search = new PoisonSearch();
        var refused = new List<(int, int)>();
        var (head, record, opens) = (0, 0, 1);
        while (head < writes.Length)
        {
            Assert.InRange(opens, 1, 10_000);
            if (search.InsideHead)
            {
                var left = writes[head].Length - record;
                Assert.InRange(search.Window, 1, left);
                if (writes[head].Skip(record).Take(search.Window).Any(static bad => bad))
                {
                    opens++;
                    if (search.Refused(1, left))
                        Refuse();
                }
                else
                {
                    record += search.Window;
                    search.PartAcked(writes[head].Length - record);
                    Advance();
                }

                continue;
            }

            var window = search.IsActive ? Math.Min(search.Window, writes.Length - head) : writes.Length - head;
            Assert.InRange(window, 1, writes.Length);
            var good = writes.Skip(head).Take(window).TakeWhile(static w => !w.Any(static bad => bad)).Count();
            // The worst case: nothing is acked before the refusal.
            if (good == window)
            {
                head += good;
                search.Acked(good);
                continue;
            }

            opens++;
            if (search.Refused(window, writes[head].Length))
                Refuse();
        }

        return (refused, opens);

        void Refuse()
        {
            Assert.True(writes[head][record]);
            refused.Add((head, record++));
            Advance();
        }

        void Advance()
        {
            if (record == writes[head].Length)
                (head, record) = (head + 1, 0);
        }
    }
}
