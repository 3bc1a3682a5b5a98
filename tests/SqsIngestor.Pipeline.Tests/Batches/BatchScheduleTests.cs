using System.Diagnostics;
using System.Globalization;
using CsCheck;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>
/// Properties of any schedule: streams ack, lose connections, fill up and end at random while a batch is processed.
/// </summary>
public sealed class BatchScheduleTests
{
    private static readonly Gen<Event[]> Events =
        Gen.Select(Gen.Enum<EventKind>(), Gen.Int[0, 1], static (kind, table) => new Event(kind, table)).Array[0, 40];

    private static readonly Gen<(int Group, int Table)[]> Messages = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1]).Array[1, 10];

    [Fact]
    public async Task ProcessAsync_FifoAndRandomEvents_KeepsTheOrderOfEveryGroup() =>
        await Gen.Select(Messages, Events, Gen.Bool).SampleAsync(
            static async (messages, events, waits) =>
            {
                await using var rig = new PipelineRig(
                    TestPlans.Either(), order: waits ? FifoOrder.Wait : FifoOrder.Pipeline);
                var written = new List<string>();
                rig.Streams.Prepare = (stream, _) => (stream.HoldsAcks, stream.OnWrite) = (true, written.Add);

                var failed = await RunAsync(
                    rig, events, messages.Select(static (m, i) => Fifo($"id-{i}-", $"g{m.Group}", m.Table == 0 ? "1" : "2")));

                foreach (var group in Indexes(messages).GroupBy(i => messages[i].Group))
                {
                    var first = group.Select(i => written.FindIndex(row => row.Contains($"id-{i}-", StringComparison.Ordinal)));
                    // What was not written has nothing behind it.
                    Assert.Equal(first.TakeWhile(static at => at >= 0).Order(), first.Where(static at => at >= 0));
                    Assert.DoesNotContain(group.SkipWhile(i => !failed.Contains(i)), i => !failed.Contains(i));
                }
            },
            iter: 150);

    [Fact]
    public async Task ProcessAsync_StandardAndRandomEvents_ReportsDoneOnlyWhatIsAcked() =>
        await Gen.Select(Messages, Events).SampleAsync(
            static async (messages, events) =>
            {
                await using var rig = new PipelineRig(TestPlans.Either());
                rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

                var failed = await RunAsync(
                    rig, events, messages.Select(static (m, i) => Message($"id-{i}-", m.Table == 0 ? "1" : "2")));

                var acked = rig.Streams.Opened.SelectMany(static stream => stream.AckedRows).ToList();
                // An ack that comes while the batch is reported may be too late; a message without one is never done.
                Assert.All(
                    Indexes(messages).Where(i => !failed.Contains(i)),
                    i => Assert.Contains(acked, row => row.Contains($"id-{i}-", StringComparison.Ordinal)));
            },
            iter: 150);

    private static IEnumerable<int> Indexes((int, int)[] messages) => Enumerable.Range(0, messages.Length);

    /// <summary>Lets the events happen one after the other, then the deadline.</summary>
    private static async Task<HashSet<int>> RunAsync(PipelineRig rig, Event[] events, IEnumerable<string> messages)
    {
        var processing = rig.StartAsync(messages);
        foreach (var next in events)
        {
            if (processing.IsCompleted) break;
            // The last stream of a table is the one that is in use.
            var name = next.Table == 0 ? TestPlans.Table : "main.raw.copies";
            if (rig.Streams.Opened.LastOrDefault(stream => stream.Table == name) is { IsOpen: true } stream) Happen(next, stream);
            rig.Clock.Advance(BatchChanges.PollInterval);
            await Task.Yield();
        }
        if (!processing.IsCompleted) rig.Clock.Advance(BatchTime);
        await processing;
        return [.. rig.FailedIds.Select(static id => int.Parse(id.Split('-')[1], CultureInfo.InvariantCulture))];
    }

    private static void Happen(Event next, FakeStream stream)
    {
        switch (next.Kind)
        {
            case EventKind.Ack:
                stream.Ack();
                break;
            case EventKind.Lost:
                stream.InterruptedFor = TableStreams.Grace;
                break;
            case EventKind.Back:
                stream.InterruptedFor = TimeSpan.Zero;
                break;
            case EventKind.Full:
                stream.IsFull = true;
                break;
            case EventKind.HasRoom:
                stream.IsFull = false;
                break;
            case EventKind.Ended:
                stream.Fail(FakeStreams.Error(ZerobusErrorCode.StreamFailed));
                break;
            default:
                throw new UnreachableException();
        }
    }

    private enum EventKind
    {
        Ack,
        Lost,
        Back,
        Full,
        HasRoom,
        Ended,
    }

    private readonly record struct Event(EventKind Kind, int Table);
}
