using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>A stream without room delays its own messages only, and a message that is too big fails alone.</summary>
public sealed class BatchMemoryTests
{
    private static string ForTable(string id, int table) => Message(id, table == 0 ? "1" : "2");

    [Fact]
    public async Task ProcessAsync_AStreamWithoutRoom_LetsOtherTablesPass()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, number) => stream.IsFull = number == 0;

        var processing = rig.StartAsync(ForTable("x", 0), ForTable("a", 1), ForTable("y", 0), ForTable("b", 1));
        Assert.False(processing.IsCompleted);
        rig.Clock.Advance(TableStreams.Grace);
        await Eventually.HoldsAsync(() => rig.Streams.Opened.Count == 2 && rig.Streams.Opened[1].Written == 2);
        rig.Clock.Advance(BatchTime);

        var result = await processing;
        Assert.Equal((2, 2), (result.Acked, result.Failed));
        Assert.Equal(["x", "y"], rig.FailedIds);
    }

    [Fact]
    public async Task ProcessAsync_OneTableWithoutRoom_IsWaitedFor()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.IsFull = true;

        var processing = rig.StartAsync(Message("x"));
        rig.Clock.Advance(TableStreams.Grace * 2);

        Assert.False(processing.IsCompleted);
        rig.Clock.Advance(BatchTime);
        Assert.Equal(1, (await processing).Failed);
    }

    [Fact]
    public async Task ProcessAsync_AStreamThatGetsRoomLater_TakesItsMessages()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, number) => stream.IsFull = number == 0;

        var processing = rig.StartAsync(ForTable("x", 0), ForTable("a", 1));
        rig.Streams.Opened[0].IsFull = false;
        rig.Clock.Advance(TableStreams.Grace);

        Assert.Equal(2, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_NoRoomForTheSecondRowOfAMessage_SendsItLaterAndTheFirstOnce()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = static (stream, number) => stream.IsFull = number == 1;

        var processing = rig.StartAsync(Message("x"));
        rig.Streams.Opened[1].IsFull = false;
        rig.Clock.Advance(TableStreams.Grace);

        Assert.Equal(1, (await processing).Acked);
        Assert.Equal([1, 1], rig.Streams.Opened.Select(static stream => stream.Written));
        rig.AssertLogged(2108, "main.raw.copies");
    }

    [Fact]
    public async Task ProcessAsync_NeverRoomForTheSecondRowOfAMessage_ReturnsItByTheDeadline()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = static (stream, number) => stream.IsFull = number == 1;

        var processing = rig.StartAsync(Message("x"));
        rig.Clock.Advance(TableStreams.Grace);
        rig.Clock.Advance(BatchTime);

        Assert.Equal(1, (await processing).Failed);
        Assert.Equal([1, 0], rig.Streams.Opened.Select(static stream => stream.Written));
    }

    /// <summary>The room comes with the first ack of the table, however late the others are.</summary>
    [Fact]
    public async Task ProcessAsync_AStreamThatGetsRoomByAnAck_TakesItsMessagesAtOnce()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, number) =>
            (stream.HoldsAcks, stream.Room) = (true, number == 0 ? 1 : int.MaxValue);
        var processing = rig.StartAsync(ForTable("x", 0), ForTable("y", 0), ForTable("a", 1));
        var attempts = 0;
        rig.Clock.Advance(TableStreams.Grace);
        await Eventually.HoldsAsync(() => rig.Streams.Opened is [_, { Written: 1 }]);
        rig.Streams.Opened[0].BeforeWrite = _ =>
        {
            Interlocked.Increment(ref attempts);
            return Task.CompletedTask;
        };
        await rig.RunUntilAsync(processing, () => Volatile.Read(ref attempts) > 0);

        // The clock does not go on from here, and the last row, which is of the other table, has no ack.
        rig.Streams.Opened[0].Ack();

        await Eventually.HoldsAsync(() => rig.Streams.Opened[0].Written == 2);
        rig.Streams.Opened[0].Ack();
        rig.Streams.Opened[1].Ack();
        Assert.Equal(3, (await processing).Acked);
    }

    /// <summary>A message of many rows for a table without much room is sent in parts, however many it takes.</summary>
    [Fact]
    public async Task ProcessAsync_RoomForAFewRowsAtATime_SendsAMessageOfManyRowsInParts()
    {
        await using var rig = new PipelineRig(TestPlans.Exploding());
        rig.Streams.Prepare = static (stream, _) =>
        {
            if (stream.Table == TestPlans.Table) (stream.HoldsAcks, stream.Room) = (true, 3);
        };

        var processing = rig.StartAsync(Message("many", "[1,2,3,4,5,6,7,8,9,10]"), Message("one", "1"));
        await Eventually.HoldsAsync(() =>
        {
            rig.Clock.Advance(BatchChanges.PollInterval / 10);
            rig.Streams.Opened[0].Ack();
            return processing.IsCompleted;
        });

        Assert.Equal((2, 0), ((await processing).Acked, (await processing).Failed));
        Assert.Equal(10, rig.Streams.Opened[0].Written);
        Assert.Equal(11, (await processing).Rows);
    }

    /// <summary>The wait for room of a write that fails belongs to its own table.</summary>
    [Fact]
    public async Task ProcessAsync_AWriteWaitsAndFails_LeavesTheOtherTableItsTime()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        var (failing, slow) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (isFirst, hasBegun) = (true, false);
        CancellationToken? waiting = null;
        rig.Streams.Prepare = (stream, _) =>
        {
            if (stream.Table != TestPlans.Table)
            {
                stream.BeforeWrite = token =>
                {
                    if (stream.Written == 0) return Task.CompletedTask;
                    waiting = token;
                    return slow.Task;
                };
            }
            else if (isFirst)
            {
                isFirst = false;
                stream.BeforeWrite = _ =>
                {
                    hasBegun = true;
                    return failing.Task;
                };
                stream.RefuseWrite = static _ => FakeStreams.Error(ZerobusErrorCode.ConnectionFailed);
            }
        };

        var processing = rig.StartAsync(ForTable("x", 0), ForTable("a", 1), ForTable("b", 1));
        Assert.True(hasBegun);
        rig.Clock.Advance(TableStreams.Grace - TimeSpan.FromMilliseconds(100));
        failing.SetResult();
        await Eventually.HoldsAsync(() => waiting is not null);
        rig.Clock.Advance(TableStreams.Grace / 2);

        Assert.False(waiting!.Value.IsCancellationRequested);
        slow.SetResult();
        Assert.Equal(3, (await rig.RunAsync(processing)).Acked);
    }

    /// <summary>All rows of a table together wait for a bounded time, not each of them.</summary>
    [Fact]
    public async Task ProcessAsync_ATableThatTakesARowNowAndThen_DoesNotHoldUpTheOthers()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, number) =>
        {
            if (number == 0) (stream.HoldsAcks, stream.Room) = (true, 0);
        };

        string[] slow = [.. Enumerable.Range(0, 10).Select(static i => ForTable($"x{i}", 0))];
        var processing = rig.StartAsync([.. slow, ForTable("a", 1)]);
        rig.Clock.Advance(TableStreams.Grace);
        await Eventually.HoldsAsync(() => rig.Streams.Opened.Count == 2 && rig.Streams.Opened[1].Written == 1);
        rig.Clock.Advance(BatchTime);

        Assert.Equal(10, (await processing).Failed);
    }

    /// <summary>Also the rows of one message wait for a bounded time together.</summary>
    [Fact]
    public async Task ProcessAsync_AMessageOfManyRowsWhoseTableTakesOneNowAndThen_DoesNotHoldUpTheOthers()
    {
        await using var rig = new PipelineRig(TestPlans.Exploding());
        rig.Streams.Prepare = (stream, number) =>
        {
            if (number == 0) stream.BeforeWrite = token => Task.Delay(TableStreams.Grace * 0.75, rig.Clock, token);
        };

        var processing = rig.StartAsync(Message("many", "[1,2,3,4,5,6,7,8,9,10]"), Message("one", "1"));
        await Eventually.HoldsAsync(() =>
        {
            if (rig.Streams.Opened is [_, { Written: 1 }]) return true;
            rig.Clock.Advance(TimeSpan.FromMilliseconds(2));
            return false;
        });

        // The first row has its time, the others have it together.
        Assert.InRange(rig.Streams.Opened[0].Written, 0, 2);
        rig.Clock.Advance(BatchTime);
        await processing;
    }

    [Fact]
    public async Task ProcessAsync_AMessageThatIsTooBig_FailsAlone()
    {
        await using var rig = new PipelineRig(messageBytes: 1024);
        var big = new string('x', 2000);

        var result = await rig.StartAsync(Message("a"), Message(big), Message("b"));

        Assert.Equal((2, 1), (result.Acked, result.Failed));
        Assert.Equal([big], rig.FailedIds);
        rig.AssertLogged(2101, "message_memory");
    }
}
