using CsCheck;
using SqsIngestor.Zerobus.Internal.InFlight;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

public sealed class RecordSearchTests
{
    [Theory]
    [InlineData(true, Blame.Refused)]
    [InlineData(false, Blame.Suspected)]
    public void Ended_OneBehindAcks_IsBlamedWhenItEndsAgain(bool byStatus, object blame)
    {
        var search = new RecordSearch();
        Assert.Equal(Blame.None, search.Ended(unacked: 1, headRecords: 1, byStatus, acksBefore: true, cause: 1));
        Assert.Equal(1, search.Window);
        Assert.Equal(blame, search.Ended(unacked: 1, headRecords: 1, byStatus, acksBefore: false, cause: 1));
        Assert.Equal(byStatus, search.RefusedAfterAcks);
    }

    /// <summary>
    /// A service that acks what precedes a bad record stops there, and not where a window began. It proves nothing, because the
    /// acks of another service lag behind.
    /// </summary>
    [Theory]
    [InlineData(true, Blame.Refused)]
    [InlineData(false, Blame.None)]
    public void Ended_TheOldestOfManyBehindAcks_IsBlamedAtTheNextEndIfItWasInFlight(bool acksMeanwhile, object blame)
    {
        var search = new RecordSearch();
        search.Ended(unacked: 9, headRecords: 1, byStatus: true, acksBefore: true, cause: 1, acksMeanwhile);
        Assert.Equal(blame, search.Ended(unacked: 1, headRecords: 1, byStatus: true, acksBefore: false, cause: 1));
        Assert.False(search.RefusedAfterAcks);
    }

    /// <summary>It was once acked where the acks had stopped, so the place says nothing any more.</summary>
    [Fact]
    public void Ended_TheOldestOfManyWasOnceInnocent_NeedsAnotherEnd()
    {
        var search = new RecordSearch();
        search.Ended(unacked: 9, headRecords: 1, byStatus: true, acksBefore: true, cause: 1, acksMeanwhile: true);
        search.Acked(1);
        search.Ended(unacked: 8, headRecords: 1, byStatus: true, acksBefore: true, cause: 1, acksMeanwhile: true);

        Assert.Equal(Blame.None, search.Ended(unacked: 1, headRecords: 1, byStatus: true, acksBefore: false, cause: 1));
        Assert.Equal(Blame.Refused, search.Ended(unacked: 1, headRecords: 1, byStatus: true, acksBefore: false, cause: 1));
        Assert.False(search.RefusedAfterAcks);
    }

    /// <summary>A stream lives for long, and a restart of one node must not count for all of that time.</summary>
    [Fact]
    public void Ended_TheOldestOfManyWasInnocentBeforeTheLimitWasLifted_NeedsNoOtherEnd()
    {
        var search = new RecordSearch();
        search.Ended(unacked: 9, headRecords: 1, byStatus: true, acksBefore: true, cause: 1, acksMeanwhile: true);
        while (search.IsActive)
            search.Acked(search.Window);
        search.Ended(unacked: 9, headRecords: 1, byStatus: true, acksBefore: true, cause: 1, acksMeanwhile: true);

        Assert.Equal(Blame.Refused, search.Ended(unacked: 1, headRecords: 1, byStatus: true, acksBefore: false, cause: 1));
    }

    /// <summary>These connections may lead to a part of the service that takes nothing.</summary>
    [Theory]
    [InlineData(true, Blame.Refused)]
    [InlineData(false, Blame.Suspected)]
    public void Ended_OneAndNothingWasEverAcked_IsBlamedAtTheThirdEnd(bool byStatus, object blame)
    {
        var search = new RecordSearch();
        for (var ends = 0; ends < 2; ends++)
        {
            Assert.Equal(Blame.None, search.Ended(unacked: 1, headRecords: 1, byStatus, acksBefore: false, cause: 1));
            Assert.Equal(1, search.Window);
        }

        Assert.Equal(blame, search.Ended(unacked: 1, headRecords: 1, byStatus, acksBefore: false, cause: 1));
        Assert.False(search.RefusedAfterAcks);
    }

    /// <summary>What befell the write before it says nothing about the next one.</summary>
    [Fact]
    public void Ended_TheOldestWriteWasAckedMeanwhile_CountsFromTheStart()
    {
        var search = new RecordSearch();
        search.Ended(unacked: 2, headRecords: 1, byStatus: true, acksBefore: true, cause: 1);
        search.Acked(1);
        search.Ended(unacked: 1, headRecords: 1, byStatus: false, acksBefore: true, cause: 2);

        Assert.Equal(Blame.None, search.Ended(unacked: 1, headRecords: 1, byStatus: true, acksBefore: false, cause: 1));
        Assert.Equal(Blame.None, search.Ended(unacked: 1, headRecords: 1, byStatus: true, acksBefore: false, cause: 1));
        Assert.Equal(Blame.Refused, search.Ended(unacked: 1, headRecords: 1, byStatus: true, acksBefore: false, cause: 1));
        Assert.False(search.RefusedAfterAcks);
    }

    [Fact]
    public void Ended_OnceAndThenAllAcked_LiftsTheLimitStepByStep()
    {
        var search = new RecordSearch();
        search.Ended(unacked: 100, headRecords: 1, byStatus: false, acksBefore: false, cause: 1);
        Assert.Equal(1, search.Window);
        search.Acked(1);
        Assert.Equal(12, search.Window);
        search.Acked(99);
        for (var window = 100; window < 1024; window *= 2)
        {
            Assert.Equal(window, search.Window);
            search.Acked(window);
        }

        Assert.False(search.IsActive);
        Assert.Equal(int.MaxValue, search.Window);
    }

    /// <summary>As many as that at once are known to do no harm.</summary>
    [Fact]
    public void Ended_ManyAtOnceAndThenAllAcked_LiftsTheLimitAtOnce()
    {
        var search = new RecordSearch();
        search.Ended(unacked: 1024, headRecords: 1, byStatus: false, acksBefore: false, cause: 1);
        search.Acked(1024);
        Assert.False(search.IsActive);
    }

    /// <summary>A service that starts ends every connection. Its first ack does not show that it takes everything.</summary>
    [Fact]
    public void Acked_TheOnlyCandidate_DoesNotLiftTheLimit()
    {
        var search = new RecordSearch();
        for (var ends = 0; ends < 2; ends++)
            search.Ended(unacked: 1, headRecords: 1, byStatus: false, acksBefore: false, cause: 1);
        search.Acked(1);
        Assert.Equal(16, search.Window);
    }

    /// <summary>Nothing shows that they did no harm, or that those behind them do not.</summary>
    [Fact]
    public void Withdrawn_AllCandidates_DoesNotLiftTheLimit()
    {
        var search = new RecordSearch();
        search.Ended(unacked: 3, headRecords: 1, byStatus: false, acksBefore: false, cause: 1);
        for (var write = 0; write < 3; write++)
        {
            Assert.Equal(1, search.Window);
            search.Withdrawn();
        }

        Assert.Equal(16, search.Window);
        Assert.Equal(Blame.None, search.Ended(unacked: 1, headRecords: 1, byStatus: false, acksBefore: false, cause: 1));
    }

    [Fact]
    public void Ended_NothingUnacked_BlamesNothing() =>
        Assert.Equal(
            Blame.None, new RecordSearch().Ended(unacked: 0, headRecords: 0, byStatus: true, acksBefore: false, cause: 1));

    [Theory]
    [InlineData(10, 1, true, 3)]
    [InlineData(100, 5, true, 16)]
    [InlineData(1_000, 10, true, 40)]
    [InlineData(1_000, 50, true, 155)]
    [InlineData(10_000, 20, true, 90)]
    [InlineData(1_000, 10, false, 60)]
    [InlineData(1_000, 50, false, 155)]
    [InlineData(10_000, 20, false, 125)]
    public void Search_BadEvenlySpreadAndNothingAckedBeforeAnEnd_TakesFewOpens(int count, int bad, bool byStatus, int mostOpens)
    {
        var writes = Enumerable.Range(0, count).Select(i => new[] { i % (count / bad) == count / bad / 2 }).ToArray();

        var run = Play(writes, byStatus, acksBefore: false);

        Assert.Equal(bad, run.Blamed.Count);
        Assert.InRange(run.Opens, 1, mostOpens);
    }

    [Fact]
    public void Search_ServiceAcksWhatPrecedes_TakesTwoOpensForEach()
    {
        var writes = Enumerable.Range(0, 1_000).Select(static i => new[] { i % 20 == 10 }).ToArray();

        var run = Play(writes, byStatus: true, acksBefore: true);

        Assert.Equal(50, run.Blamed.Count);
        Assert.InRange(run.Opens, 1, 101);
    }

    [Fact]
    public void Search_AnyBatchesAndAnyBadRecords_BlamesExactlyTheseInOrder() =>
        Gen.Select(Gen.Bool.Array[1, 8].Array[1, 40], Gen.Bool).Sample(static (writes, acksBefore) =>
        {
            var run = Play(writes, byStatus: true, acksBefore);
            var expected = writes.SelectMany(static (records, w) => records.Select((bad, r) => (bad, w, r)))
                .Where(static x => x.bad).Select(static x => (x.w, x.r));
            Assert.Equal(expected, run.Blamed);
        });

    [Fact]
    public void Search_AnyOtherEnd_BlamesExactlyTheWritesThatHaveABadRecord() =>
        Gen.Select(Gen.Bool.Array[1, 80], Gen.Bool).Sample(static (bad, acksBefore) =>
        {
            var run = Play([.. bad.Select(static b => new[] { b })], byStatus: false, acksBefore);
            Assert.Equal(bad.Index().Where(static x => x.Item).Select(static x => (x.Index, 0)), run.Blamed);
        });

    [Fact]
    public void Search_ServiceEndsAfterEachAck_BlamesNothing()
    {
        var search = new RecordSearch();
        for (var left = 1_000; left > 1; left--)
        {
            search.Acked(1);
            var unacked = Math.Min(search.Window, left - 1);
            Assert.Equal(Blame.None, search.Ended(unacked, headRecords: 1, byStatus: false, acksBefore: true, cause: 1));
        }
    }

    [Fact]
    public void Ended_AnotherWayTheThirdTime_BlamesNothing()
    {
        var search = new RecordSearch();
        for (var ends = 0; ends < 2; ends++)
            Assert.Equal(Blame.None, search.Ended(unacked: 1, headRecords: 1, byStatus: false, acksBefore: false, cause: 1));
        for (var ends = 0; ends < 2; ends++)
            Assert.Equal(Blame.None, search.Ended(unacked: 1, headRecords: 1, byStatus: false, acksBefore: false, cause: 2));
        Assert.Equal(Blame.Suspected, search.Ended(unacked: 1, headRecords: 1, byStatus: false, acksBefore: false, cause: 2));
    }

    // Plays a service that ends a connection at the first request with a bad record.
    private static (List<(int Write, int Record)> Blamed, int Opens) Play(bool[][] writes, bool byStatus, bool acksBefore)
    {
        var search = new RecordSearch();
        var blamed = new List<(int, int)>();
        var (head, record, opens, acked) = (0, 0, 1, false);
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
                    if (search.Ended(1, left, byStatus, acked, 1) == Blame.Refused) Take();
                    acked = false;
                }
                else
                {
                    record += search.Window;
                    search.PartAcked(writes[head].Length - record);
                    Advance();
                }

                continue;
            }

            var window = Math.Min(search.Window, writes.Length - head);
            Assert.InRange(window, 1, writes.Length);
            var good = writes.Skip(head).Take(window).TakeWhile(static w => !w.Any(static bad => bad)).Count();
            if (good == window || (acksBefore && good > 0))
            {
                head += good;
                acked = true;
                search.Acked(good);
                if (good == window) continue;
                window -= good;
            }

            opens++;
            var meanwhile = acksBefore && good > 0;
            if (search.Ended(window, writes[head].Length, byStatus, acked, 1, meanwhile) != Blame.None) Take();
            acked = false;
        }

        return (blamed, opens);

        void Take()
        {
            Assert.True(writes[head][record]);
            blamed.Add((head, record++));
            Advance();
        }

        void Advance()
        {
            if (record == writes[head].Length)
                (head, record) = (head + 1, 0);
        }
    }
}
