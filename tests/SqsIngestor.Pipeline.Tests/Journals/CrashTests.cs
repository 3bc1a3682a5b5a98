using System.Text;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Journals;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Journals;

/// <summary>
/// Processes of one environment that crash at chance places, one after the other, over journals and a service that stay. SQS
/// delivers again what no process has reported.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private const int Worlds = 150;
    private const int Messages = 8;

    private static readonly Uri Endpoint = new("https://1.zerobus.example");

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLoggerFactory _logs = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, int> Plans { get; } = new()
    {
        { nameof(TestPlans.One), "1", 1 },
        { nameof(TestPlans.Two), "1", 2 },
        { nameof(TestPlans.Exploding), "[1,2,3,4]", 4 },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task Worlds_OfCrashes_EachRowOfEachMessageIsThereOnce(string plan, string body, int rows)
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            var service = new PersistentService(seed) { Trouble = seed % 3 == 0 ? 0 : 4 };
            var waiting = Enumerable.Range(0, Messages).Select(id => $"m{id}").ToList();
            for (var process = 0; waiting.Count > 0; process++)
            {
                // The last one may work in peace.
                service.UntilCrash = process < 6 ? service.Random.Next(60) : -1;
                if (process >= 6) service.Trouble = 0;
                Assert.True(process < 12, $"seed {seed}: {waiting.Count} messages are left");
                waiting = await RunAsync(service, Plan(plan), $"{plan}{seed}", body, waiting);
            }

            var there = service.Rows;
            Assert.True(there.Count == Messages * rows, $"seed {seed}: {there.Count} rows");
            for (var id = 0; id < Messages; id++)
                Assert.Equal(rows, there.Count(row => row.Contains($"m{id}", StringComparison.Ordinal)));
            Assert.True(there.Distinct().Count() == there.Count, $"seed {seed}: a row is there twice");
        }
    }

    [Fact]
    public async Task Stream_FailsInTheMiddleOfABatch_NoRowIsThereTwice()
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            var service = new PersistentService(seed) { Trouble = 8 };
            var waiting = Enumerable.Range(0, Messages).Select(id => $"m{id}").ToList();
            await using var process = Start(service, TestPlans.Two(), $"fails{seed}");
            for (var round = 0; waiting.Count > 0; round++)
            {
                if (round == 5) service.Trouble = 0;
                waiting = await process.DeliverAsync(waiting, "1");
            }

            Assert.Equal(2 * Messages, service.Rows.Count);
            Assert.Equal(2 * Messages, service.Rows.Distinct().Count());
        }
    }

    [Fact]
    public async Task Start_ServiceHasForgottenTheStream_BeginsANewOneAndWarns()
    {
        var service = new PersistentService(1);
        Assert.Empty(await RunAsync(service, TestPlans.One(), "slot", "1", ["m0"]));
        service.ForgetStreams();

        Assert.Empty(await RunAsync(service, TestPlans.One(), "slot", "1", ["m0", "m1"]));

        Assert.Contains(_logs.Lines, static line => line.Contains(" 2502 ", StringComparison.Ordinal));
        // What the first process has sent is not known to be durable any more.
        Assert.Equal(3, service.Rows.Count);
    }

    [Fact]
    public async Task Start_SomebodyElseHasWritten_BeginsANewStreamAndLosesNothing()
    {
        var service = new PersistentService(1) { UntilCrash = 4 };
        var left = await RunAsync(service, TestPlans.One(), "slot", "1", ["m0", "m1"]);
        Assert.NotEmpty(left);
        for (var row = 0; row < 5; row++) service.WriteToEach("foreign");
        service.UntilCrash = -1;

        Assert.Empty(await RunAsync(service, TestPlans.One(), "slot", "1", left));

        Assert.Contains(_logs.Lines, static line => line.Contains("committed other rows", StringComparison.Ordinal));
        Assert.All(left, id => Assert.Contains(service.Rows, row => row.Contains(id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_JournalIsBroken_BeginsANewStreamAndWarns()
    {
        var service = new PersistentService(1);
        Assert.Empty(await RunAsync(service, TestPlans.One(), "slot", "1", ["m0"]));
        foreach (var journal in Directory.EnumerateFiles(_folder["slot"], "*.journal"))
            await File.WriteAllTextAsync(journal, "no journal");

        Assert.Empty(await RunAsync(service, TestPlans.One(), "slot", "1", ["m1"]));

        Assert.Contains(_logs.Lines, static line => line.Contains("The journal is broken", StringComparison.Ordinal));
        Assert.Equal(2, service.Rows.Count);
    }

    [Fact]
    public async Task Start_EverythingWasDurable_AnswersWithoutARow()
    {
        var service = new PersistentService(1);
        Assert.Empty(await RunAsync(service, TestPlans.Two(), "slot", "1", ["m0", "m1"]));

        // SQS has not learned of it, and delivers again, to a third process too.
        Assert.Empty(await RunAsync(service, TestPlans.Two(), "slot", "1", ["m0", "m1"]));
        Assert.Empty(await RunAsync(service, TestPlans.Two(), "slot", "1", ["m0", "m1"]));

        Assert.Equal(4, service.Rows.Count);
    }

    private static MappingPlan Plan(string name) => name switch
    {
        nameof(TestPlans.One) => TestPlans.One(),
        nameof(TestPlans.Two) => TestPlans.Two(),
        _ => TestPlans.Exploding(),
    };

    // One process: delivers until nothing is left, or until it crashes. Returns what is left.
    private async Task<List<string>> RunAsync(
        PersistentService service, MappingPlan plan, string slot, string body, IReadOnlyList<string> waiting)
    {
        await using var process = Start(service, plan, slot);
        var left = waiting.ToList();
        for (var round = 0; round < 10 && left.Count > 0 && !service.Crashed.IsCompleted; round++)
            left = await process.DeliverAsync(left, body);
        return left;
    }

    private Process Start(PersistentService service, MappingPlan plan, string slot) =>
        new(service, plan, EnvironmentSlot.Take(_folder[slot]), _logs);

    private sealed class Process : IAsyncDisposable
    {
        private readonly PersistentService _service;
        private readonly PollClock _clock = new();
        private readonly TableStreams _tables;
        private readonly JournaledStreamOpener _opener;
        private readonly BatchProcessor _processor;

        public Process(PersistentService service, MappingPlan plan, EnvironmentSlot slot, RecordingLoggerFactory logs)
        {
            _service = service;
            var memory = new DeliveryMemory(1_000, _clock);
            _opener = new JournaledStreamOpener(service.Start(), slot, Endpoint, memory, _clock, logs)
            {
                // So that a journal is written again often.
                FewEntries = 3,
            };
            _tables = new TableStreams(_opener, plan, _clock, logs);
            var options = new DeliveryOptions(DeliveryReport.Partial, FifoOrder.Pipeline, null, int.MaxValue);
            _processor = new BatchProcessor(plan, _tables, memory, options, logs, _clock);
        }

        /// <summary>Delivers messages in one batch.</summary>
        /// <returns>Those that were not reported as delivered.</returns>
        public async Task<List<string>> DeliverAsync(List<string> ids, string body)
        {
            var messages = ids.Select(id => PipelineRig.Message(id, body));
            var payload = Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', messages)}}]}""");
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), _clock);
            var processing = _processor.ProcessAsync(
                payload, payload.Length, new InvocationContext { IngestTime = _clock.GetUtcNow(), RequestId = "request-1" },
                new BatchDeadline(_clock.GetUtcNow() + TimeSpan.FromSeconds(10), deadline.Token));
            for (var passed = _clock.Checks; !processing.IsCompleted && !_service.Crashed.IsCompleted;)
            {
                await Eventually.HoldsAsync(
                    () => processing.IsCompleted || _service.Crashed.IsCompleted || _clock.Checks >= passed);
                if (processing.IsCompleted || _service.Crashed.IsCompleted) break;
                passed = _clock.Checks + 1;
                _clock.Advance(BatchChanges.PollInterval);
            }
            if (!processing.IsCompleted) return ids;
            try
            {
                await processing;
            }
            catch (FunctionException)
            {
                return ids;
            }
            return [.. PipelineRig.FailedOf(_processor)];
        }

        // The process has ended, and the kernel has released its lock.
        public ValueTask DisposeAsync() => _opener.DisposeAsync();
    }
}
