using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Tests.Fakes;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>
/// Three invocations at once, over a service that does at random whatever the client may tell: what is promised of delivery holds
/// in every order of events.
/// </summary>
public sealed class RandomScheduleTests
{
    private const int Steps = 250;

    // After the trouble, a message needs so many deliveries at most.
    private const int LastDeliveries = 8;

    [Theory]
    [MemberData(nameof(Seeds), 100)]
    public Task ProcessAsync_AStandardQueue_KeepsItsPromises(int seed) => RunAsync(seed, isFifo: false);

    [Theory]
    [MemberData(nameof(Seeds), 100)]
    public Task ProcessAsync_AFifoQueue_KeepsItsPromises(int seed) => RunAsync(seed, isFifo: true);

    public static TheoryData<int> Seeds(int count) => [.. Enumerable.Range(0, count)];

    private static async Task RunAsync(int seed, bool isFifo)
    {
        var random = new Random(seed);
        var hasTwoRows = seed % 2 == 0;
        await using var rig = new PipelineRig(
            hasTwoRows ? TestPlans.Two() : seed % 4 == 1 ? TestPlans.One() : TestPlans.Either(), window: 1000);
        var queue = new RandomQueue(random, isFifo);
        var service = new RandomService(rig, random) { Before = queue.Before };
        rig.Streams.Prepare = service.Prepare;
        var invocations = Enumerable.Range(0, 3).Select(_ => new Invocation(rig, queue, service, hasTwoRows ? 2 : 1)).ToList();

        for (var step = 0; step < Steps; step++)
        {
            if (random.Next(4) == 0) invocations[random.Next(invocations.Count)].StartIfIdle();
            await GoOnAsync();
            invocations.ForEach(static invocation => invocation.EndIfDone());
        }

        service.IsHealthy = true;
        await DrainAsync();
        for (var delivery = 0; delivery < LastDeliveries && !queue.IsEmpty; delivery++)
        {
            invocations[0].StartWithAll();
            await DrainAsync();
            queue.DeadLetterPoison();
        }

        string[] violations = [.. service.Violations, .. invocations.SelectMany(static invocation => invocation.Violations)];
        Assert.True(violations.Length == 0, string.Join('\n', violations));
        var lines = string.Join('\n', rig.Logs.Lines.TakeLast(20));
        Assert.True(queue.IsEmpty, $"Good messages are not delivered: {queue}\n{lines}");

        async Task DrainAsync()
        {
            while (invocations.Exists(static invocation => !invocation.IsIdle))
            {
                await GoOnAsync();
                invocations.ForEach(static invocation => invocation.EndIfDone());
            }
        }

        async Task GoOnAsync()
        {
            service.Step();
            if (random.Next(2) == 0) rig.Clock.Advance(BatchChanges.PollInterval);
            for (var i = 0; i < 5; i++) await Task.Yield();
        }
    }

    /// <summary>One execution environment: a batch at a time.</summary>
    private sealed class Invocation(PipelineRig rig, RandomQueue queue, RandomService service, int tables)
    {
        private static int _batches;
        private readonly BatchProcessor _processor = rig.CreateProcessor();
        private IReadOnlyList<string> _ids = [];
        private Task<BatchResult>? _running;

        public List<string> Violations { get; } = [];

        public bool IsIdle => _running is null;

        public void StartIfIdle()
        {
            if (IsIdle) Start(queue.Receive());
        }

        public void StartWithAll() => Start(queue.ReceiveAll());

        public void EndIfDone()
        {
            if (_running is not { IsCompleted: true } done) return;
            _running = null;
            _ = done.GetAwaiter().GetResult();
            var failed = FailedOf(_processor);
            foreach (var id in _ids.Where(id => !failed.Contains(id)))
            {
                if (service.TablesOf(id) < tables) Violations.Add($"{id} is reported as done, and is not durable.");
                if (queue.Before(id).Any(before => queue.Contains(before) && (failed.Contains(before) || !_ids.Contains(before))))
                    Violations.Add($"{id} is reported as done before one that it follows.");
            }
            queue.Report(_ids, failed);
        }

        private void Start(IReadOnlyList<string> ids)
        {
            if (ids.Count == 0) return;
            _ids = ids;
            _running = RunAsync();
        }

        // Its writes belong to this batch, and nothing else does.
        private async Task<BatchResult> RunAsync()
        {
            service.Begins(Interlocked.Increment(ref _batches));
            return await rig.StartAsync(_processor, _ids.Select(queue.Message));
        }
    }
}
