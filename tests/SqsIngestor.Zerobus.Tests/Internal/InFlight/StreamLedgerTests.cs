using System.Globalization;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>A ledger against a service that is played here: no network, no threads, no time.</summary>
public sealed class StreamLedgerTests
{
    // Whether it is bad, and its key.
    private static readonly Gen<(bool, long)> Writes = Gen.Select(
        Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true))), Gen.Long[0, 3]);

    [Fact]
    public void Isolation_AnyBadRecordsAndGroups_EveryWriteEndsAsItMust() =>
        Gen.Select(Writes.Array[1, 300], Gen.Bool, Gen.Bool)
            .Sample(static (writes, byStatus, acksBefore) =>
            {
                var scene = new Scene(byStatus, acksBefore);
                for (var i = 0; i < writes.Length; i++)
                    scene.Write(i, isBad: writes[i].Item1, key: writes[i].Item2);
                // Shows in the end that the service works.
                scene.Write(writes.Length, isBad: false, key: 0);
                scene.Run();

                var failed = new HashSet<long>();
                for (var i = 0; i < writes.Length; i++)
                {
                    var (bad, key) = writes[i];
                    var expected = failed.Contains(key) ? ZerobusErrorCode.RecordWithdrawn
                        : !bad ? default(ZerobusErrorCode?)
                        : byStatus ? ZerobusErrorCode.RecordRefused : ZerobusErrorCode.RecordSuspected;
                    Assert.Equal(expected, scene.OutcomeOf(i));
                    if (bad && key != 0)
                        failed.Add(key);
                }

                Assert.Equal(scene.Durable.Order(), scene.Durable);
                Assert.Equal(scene.Durable.Distinct(), scene.Durable);
                Assert.Equal(
                    Enumerable.Range(0, writes.Length + 1).Where(i => scene.OutcomeOf(i) is null), scene.Durable);
            });

    [Fact]
    public void Expires_BeforeItIsSent_IsWithdrawnAndOthersAreSent()
    {
        var scene = new Scene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 0);
        scene.Write(1, isBad: false, key: 0, expires: scene.Clock.GetUtcNow().AddSeconds(5));
        scene.Write(2, isBad: false, key: 0);
        scene.Clock.Advance(TimeSpan.FromSeconds(5));

        scene.Run();

        Assert.Equal([0, 2], scene.Durable);
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.OutcomeOf(1));
    }

    [Fact]
    public void Expires_SentAndTheConnectionIsLost_IsNotSentAgain()
    {
        var scene = new Scene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 0, expires: scene.Clock.GetUtcNow().AddSeconds(5));
        scene.Write(1, isBad: false, key: 0);
        scene.LoseConnection();
        scene.Clock.Advance(TimeSpan.FromSeconds(5));

        scene.Run();

        Assert.Equal([1], scene.Durable);
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.OutcomeOf(0));
    }

    /// <summary>Whoever waits for it learns it without another connection.</summary>
    [Fact]
    public void Disconnected_TimeIsUp_IsSettledAtOnce()
    {
        var scene = new Scene(byStatus: true, acksBefore: true);
        var expires = scene.Clock.GetUtcNow().AddSeconds(5);
        scene.Write(0, isBad: false, key: 7, expires);
        scene.Write(1, isBad: false, key: 0, expires);
        // Not expired, but behind one of its key that is.
        scene.Write(2, isBad: false, key: 7);
        scene.Ledger.Connected();
        while (scene.Ledger.TryTake(new RequestFrame(), out _) == TakeResult.Taken)
        {
        }

        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False(scene.Ledger.IsSettled);
        scene.Ledger.Disconnected();

        Assert.True(scene.Ledger.WaitAsync(2, Timeout.InfiniteTimeSpan, CancellationToken.None).AsTask().IsCompleted);
        Assert.Equal((ZerobusStreamState.Idle, TimeSpan.Zero), (scene.Ledger.State, scene.Ledger.InterruptedFor));
        Assert.Equal(3, scene.Ledger.TakeUnreportedRefusals(2).Length);
    }

    [Fact]
    public void SettleExpired_TheLastWriteExpiresWithoutAConnection_NeedsNoConnection()
    {
        var scene = new Scene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 0, expires: scene.Clock.GetUtcNow().AddSeconds(5));
        scene.LoseConnection();
        scene.Clock.Advance(TimeSpan.FromSeconds(4));
        scene.Ledger.SettleExpired();
        Assert.Equal((ZerobusStreamState.Recovering, TimeSpan.FromSeconds(4)), (scene.Ledger.State, scene.Ledger.InterruptedFor));

        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        scene.Ledger.SettleExpired();

        Assert.True(scene.Ledger.IsSettled);
        Assert.Equal((ZerobusStreamState.Idle, TimeSpan.Zero), (scene.Ledger.State, scene.Ledger.InterruptedFor));
    }

    [Fact]
    public void SettleExpired_ASuspectedWrite_IsWithdrawn()
    {
        var scene = new Scene(byStatus: false, acksBefore: true);
        scene.Write(0, isBad: true, key: 0, expires: scene.Clock.GetUtcNow().AddSeconds(5));
        scene.Write(1, isBad: false, key: 0);
        scene.Run(mostConnections: 2);
        Assert.Null(scene.OutcomeOf(0));
        scene.Clock.Advance(TimeSpan.FromSeconds(5));

        scene.Ledger.SettleExpired();
        scene.Run();

        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.OutcomeOf(0));
        Assert.Equal([1], scene.Durable);
    }

    /// <summary>A stream whose connection ended while it was idle needs one as soon as there is something to send.</summary>
    [Fact]
    public void InterruptedFor_WriteOnAnIdleStream_CountsFromTheWrite()
    {
        var scene = new Scene(byStatus: true, acksBefore: true);
        scene.Ledger.Connected();
        scene.Ledger.Disconnected();
        scene.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((ZerobusStreamState.Idle, TimeSpan.Zero), (scene.Ledger.State, scene.Ledger.InterruptedFor));

        scene.Write(0, isBad: false, key: 0);
        scene.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), scene.Ledger.InterruptedFor);
        scene.Ledger.Connected();
        Assert.Equal(TimeSpan.Zero, scene.Ledger.InterruptedFor);
    }

    /// <summary>A write that was withdrawn cannot be the cause of a later end, so the next one is not suspected for it.</summary>
    [Fact]
    public void Ended_CandidatesWereWithdrawn_DoesNotSuspectTheNextWrite()
    {
        var scene = new Scene(byStatus: false, acksBefore: true);
        for (var i = 0; i < 5; i++) scene.Write(i, isBad: false, key: 1);
        scene.Ledger.Connected();
        while (scene.Ledger.TryTake(new RequestFrame(), out _) == TakeResult.Taken)
        {
        }

        Assert.Equal(SearchStep.Narrowed, scene.Ledger.Ended(byStatus: false, cause: 1, ""));
        scene.Ledger.Disconnected();
        scene.Ledger.Withdraw(1);

        scene.Write(5, isBad: false, key: 0);
        scene.Ledger.Connected();
        Assert.Equal(TakeResult.Taken, scene.Ledger.TryTake(new RequestFrame(), out _));
        Assert.Equal(SearchStep.Narrowed, scene.Ledger.Ended(byStatus: false, cause: 1, ""));
    }

    [Fact]
    public void Withdraw_AKeyOfALostConnection_IsNotSentAgainAndOthersAre()
    {
        var scene = new Scene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 1);
        scene.Write(1, isBad: false, key: 2);
        scene.Write(2, isBad: false, key: 1);
        scene.LoseConnection();

        scene.Ledger.Withdraw(1);
        scene.Run();

        Assert.Equal([1], scene.Durable);
        Assert.Equal(
            [ZerobusErrorCode.RecordWithdrawn, null, ZerobusErrorCode.RecordWithdrawn],
            Enumerable.Range(0, 3).Select(scene.OutcomeOf));
    }

    [Fact]
    public void Withdraw_NothingElseIsUnacked_IsSettledAtOnce()
    {
        var scene = new Scene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 1);
        scene.LoseConnection();

        scene.Ledger.Withdraw(1);

        Assert.True(scene.Ledger.IsSettled);
        Assert.True(scene.Ledger.WaitAsync(0, Timeout.InfiniteTimeSpan, CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public void Withdraw_LaterWriteOfTheKey_IsSent()
    {
        var scene = new Scene(byStatus: true, acksBefore: true);
        scene.Ledger.Withdraw(1);
        scene.Write(0, isBad: false, key: 1);

        scene.Run();

        Assert.Equal([0], scene.Durable);
    }

    [Fact]
    public void Expires_NothingElseIsSent_IsSettledWithoutAnAck()
    {
        var scene = new Scene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 0, expires: scene.Clock.GetUtcNow());

        scene.Run();

        Assert.True(scene.Ledger.IsSettled);
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.OutcomeOf(0));
    }

    [Fact]
    public async Task Write_KeyOfAGivenUpWrite_IsRefused()
    {
        var scene = new Scene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: true, key: 7);
        scene.Run();

        var error = await Assert.ThrowsAsync<ZerobusException>(async () => await scene.WriteAsync(1, false, 7, null));

        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, error.Code);
        scene.Write(1, isBad: false, key: 8);
        scene.Run();
        Assert.Equal([1], scene.Durable);
    }

    [Fact]
    public async Task Write_WaitedForRoomWhileItsKeyFailed_IsWithdrawn()
    {
        var scene = new Scene(byStatus: true, acksBefore: true, mostWrites: 1);
        scene.Write(0, isBad: true, key: 7);
        var waiting = scene.WriteAsync(1, false, 7, null).AsTask();
        Assert.False(waiting.IsCompleted);

        scene.Run();

        Assert.Equal(1, await waiting.WaitAsync(ZerobusRig.Patience));
        scene.Run();
        Assert.Empty(scene.Durable);
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.OutcomeOf(1));
    }

    [Fact]
    public void Suspected_OnlyWithdrawnWritesFollow_IsSentAgain()
    {
        var scene = new Scene(byStatus: false, acksBefore: true);
        scene.Write(0, isBad: true, key: 7);
        scene.Write(1, isBad: false, key: 7);

        scene.Run(mostConnections: 6);

        // A connection on which nothing is sent never ends.
        Assert.Equal(6, scene.ConnectionsThatEnded);
        Assert.Empty(scene.Durable);
    }

    [Fact]
    public void Suspect_EndsAlone_IsGivenUpAtOnce()
    {
        var scene = new Scene(byStatus: false, acksBefore: true);
        scene.Write(0, isBad: true, key: 0, suspect: true);

        scene.Run();

        Assert.Equal(ZerobusErrorCode.RecordSuspected, scene.OutcomeOf(0));
        Assert.Equal(1, scene.Connections);
    }

    [Fact]
    public void Suspected_NoOtherWriteShowsThatTheServiceWorks_IsKept()
    {
        var scene = new Scene(byStatus: false, acksBefore: true);
        scene.Write(0, isBad: true, key: 0);

        scene.Run(mostConnections: 5);

        Assert.False(scene.Ledger.IsSettled);
        Assert.Null(scene.OutcomeOf(0));
    }

    private sealed class Scene
    {
        private readonly bool _byStatus;
        private readonly bool _acksBefore;
        private readonly Dictionary<long, ZerobusErrorCode> _outcomes = [];

        public Scene(bool byStatus, bool acksBefore, int mostWrites = 50_000)
        {
            var options = new ZerobusClientOptions
            {
                Endpoint = new Uri("http://127.0.0.1"),
                MaxInFlightRequests = mostWrites,
            };
            (_byStatus, _acksBefore) = (byStatus, acksBefore);
            Ledger = new StreamLedger(
                ZerobusRig.Proto, options, InFlightBudget.OfBytes(null, Clock), Clock, new StreamTelemetry(ZerobusRig.Table));
        }

        public FakeTimeProvider Clock { get; } = new();

        public StreamLedger Ledger { get; }

        public List<int> Durable { get; } = [];

        public int Connections { get; private set; }

        public int ConnectionsThatEnded { get; private set; }

        public ZerobusErrorCode? OutcomeOf(int write) => _outcomes.TryGetValue(write, out var code) ? code : null;

        public ValueTask<long> WriteAsync(
            int number, bool isBad, long key, DateTimeOffset? expires, bool suspect = false)
        {
            var terms = new WriteTerms { OrderingKey = key, Expires = expires, IsSuspect = suspect };
            var body = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture) + (isBad ? "!" : ""));
            return Ledger.WriteAsync(RecordSource.Single(body) with { Terms = terms }, CancellationToken.None);
        }

        public void Write(int number, bool isBad, long key, DateTimeOffset? expires = null, bool suspect = false)
        {
            var write = WriteAsync(number, isBad, key, expires, suspect);
            Assert.True(write.IsCompletedSuccessfully);
        }

        /// <summary>Sends everything, commits nothing, and loses the connection.</summary>
        public void LoseConnection()
        {
            Ledger.Connected();
            while (Ledger.TryTake(new RequestFrame(), out _) == TakeResult.Taken)
            {
            }

            Ledger.Disconnected();
        }

        /// <summary>Plays connections until everything is settled.</summary>
        public void Run(int mostConnections = 10_000)
        {
            for (var left = mostConnections; left > 0 && !Ledger.IsSettled; left--)
            {
                Connections++;
                Connect();
            }
        }

        private void Connect()
        {
            Ledger.Connected();
            var frame = new RequestFrame();
            var sent = new List<string>();
            var acked = 0;
            while (true)
            {
                while (Ledger.TryTake(frame, out _) == TakeResult.Taken)
                {
                    sent.Add(string.Concat(frame.Body.Select(piece => Encoding.ASCII.GetString(piece.Span))));
                    // The service refuses what it reads, however much of what precedes it is acked.
                    if (!sent[^1].EndsWith('!')) continue;
                    if (_acksBefore) Ack(sent.Count - 1);
                    ConnectionsThatEnded++;
                    Ledger.Ended(_byStatus, cause: 1, "");
                    Ledger.Disconnected();
                    Report();
                    return;
                }

                Report();
                if (acked == sent.Count) return;
                Ack(sent.Count);
                Report();
            }

            void Ack(int count)
            {
                if (count == acked) return;
                Durable.AddRange(sent[acked..count].Select(text => int.Parse(text, CultureInfo.InvariantCulture)));
                acked = count;
                Assert.Equal(AckResult.Progress, Ledger.Ack(count - 1));
            }
        }

        private void Report()
        {
            var last = -1L;
            while (Ledger.TryTakeEvent(out var settled))
            {
                Assert.True(settled.UpToOffset > last);
                last = settled.UpToOffset;
                if (settled.Refused is { } refused) _outcomes.Add(refused.Offset, refused.Code);
            }
        }
    }
}
