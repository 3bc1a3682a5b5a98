using System.Text;
using System.Threading.Channels;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Lambda.EventSource;

public sealed class EventSourceMappingTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan Patience = Eventually.Patience;

    private readonly QuietClock _clock = new();
    private readonly Channel<(
        SqsBatch Batch, TaskCompletionSource<string> Answer)> _invocations = Channel.CreateUnbounded<(SqsBatch,
        TaskCompletionSource<string>)>();
    private readonly List<DeliveredBatch> _reports = [];
    private LocalSqs _queue = new();
    private EventSourceMapping? _mapping;

    [Fact]
    public async Task Run_MessagesThatAreThere_ComeInOneBatchAndAreDeleted()
    {
        Start();
        var sent = _queue.Send(new OutgoingMessage("a"), new OutgoingMessage("b"));

        var (batch, answer) = await NextAsync();
        answer.SetResult("""{"batchItemFailures":[]}""");
        await QueueAsync(counts => counts.Deleted == 2);

        Assert.Equal(sent.Select(message => message.MessageId), batch.Messages.Select(message => message.MessageId));
        Assert.Equal(BatchOutcomeKind.Success, Assert.Single(_reports).Outcome.Kind);
    }

    [Fact]
    public async Task Run_OneMessageNamed_ComesBackAfterTheTimeoutUntilItIsDead()
    {
        Start(new LocalQueueOptions { MaxReceiveCount = 2 });
        var sent = _queue.Send(new OutgoingMessage("good"), new OutgoingMessage("bad"));
        var bad = sent[1].MessageId;

        var (_, first) = await NextAsync();
        first.SetResult(Failure(bad));
        await QueueAsync(counts => counts is { Deleted: 1, InFlight: 1 });
        await AnsweredAsync(bad, 1);
        _clock.Advance(TimeSpan.FromSeconds(30));
        var (batch, second) = await NextAsync();
        second.SetResult(Failure(bad));
        await AnsweredAsync(bad, 2);
        _clock.Advance(TimeSpan.FromSeconds(30));
        await QueueAsync(counts => counts.DeadLettered == 1);

        Assert.Equal([bad], batch.Messages.Select(message => message.MessageId));
        Assert.Equal(new MessageStatus(bad, QueuedMessageState.DeadLettered, 2, 2), Assert.Single(_queue.Find(bad)));
    }

    [Fact]
    public async Task Run_InvalidResponse_EveryMessageComesBack()
    {
        Start();
        var sent = _queue.Send(new OutgoingMessage("a"), new OutgoingMessage("b"));

        (await NextAsync()).Answer.SetResult("no JSON");
        foreach (var message in sent) await AnsweredAsync(message.MessageId, 1);

        Assert.Equal(new QueueCounts(0, 2, 0, 0), _queue.Counts);
        Assert.Equal(BatchOutcomeKind.CompleteFailure, Assert.Single(_reports).Outcome.Kind);
    }

    [Fact]
    public async Task Run_MoreThanTheBatchSize_ComesInSeveralBatches()
    {
        Start(options: new EventSourceOptions { BatchSize = 2 });
        _queue.Send([.. Enumerable.Range(0, 5).Select(i => new OutgoingMessage($"{i}"))]);

        var sizes = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            var (batch, answer) = await NextAsync();
            sizes.Add(batch.Messages.Count);
            answer.SetResult("{}");
        }

        Assert.Equal([2, 2, 1], sizes);
    }

    [Fact]
    public async Task Run_Window_GathersUntilItIsOver()
    {
        Start(options: new EventSourceOptions { BatchSize = 100, BatchingWindow = TimeSpan.FromSeconds(5) });
        _queue.Send(new OutgoingMessage("a"));
        await QueueAsync(counts => counts.InFlight == 1);
        _clock.Advance(TimeSpan.FromSeconds(4));
        _queue.Send(new OutgoingMessage("b"));
        await QueueAsync(counts => counts.InFlight == 2);
        Assert.False(_invocations.Reader.TryPeek(out _));

        // The window began after the first message and before the second, so it is over now, and no message is back in the queue.
        _clock.Advance(TimeSpan.FromSeconds(5));
        var next = await NextAsync();

        Assert.Equal(2, next.Batch.Messages.Count);
    }

    [Fact]
    public async Task Run_SixMegabytes_AreNotExceeded()
    {
        Start(options: new EventSourceOptions { BatchSize = 100, BatchingWindow = TimeSpan.FromSeconds(1) });
        // Quotes double in JSON: seven messages of 500,000 bytes have a million each in the event.
        _queue.Send([.. Enumerable.Repeat(new OutgoingMessage(new string('"', 500_000)), 7)]);

        var (batch, answer) = await NextAsync();
        answer.SetResult("{}");

        Assert.Equal(6, batch.Messages.Count);
    }

    [Theory]
    [InlineData("local", 0, 0)]
    [InlineData("local", 10_001, 0)]
    [InlineData("local", 10, 301)]
    [InlineData("local.fifo", 11, 0)]
    [InlineData("local.fifo", 10, 1)]
    public void Create_OutsideOfWhatLambdaTakes_Throws(string name, int batchSize, int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        Start(
            new LocalQueueOptions { Name = name },
            new EventSourceOptions { BatchSize = batchSize, BatchingWindow = TimeSpan.FromSeconds(seconds) }));

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_mapping is not null) await _mapping.DisposeAsync();
    }

    private void Start(LocalQueueOptions? queue = null, EventSourceOptions? options = null)
    {
        _queue = new LocalSqs((queue ?? new LocalQueueOptions()) with { TimeProvider = _clock });
        _mapping = new EventSourceMapping(_queue, InvokeAsync, options, _reports.Add);
    }

    private async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _invocations.Writer.TryWrite((SqsBatch.Read(payload), answer));
        var response = await answer.Task.WaitAsync(cancellationToken);
        return new InvocationResult(InvocationOutcome.Succeeded, "id", TimeSpan.Zero)
        {
            Response = Encoding.UTF8.GetBytes(response),
        };
    }

    private Task<(SqsBatch Batch, TaskCompletionSource<string> Answer)> NextAsync() =>
        _invocations.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private async Task QueueAsync(Func<QueueCounts, bool> condition)
    {
        while (true)
        {
            var changed = _queue.Changed;
            if (condition(_queue.Counts)) return;
            await changed.WaitAsync(Patience);
        }
    }

    private Task AnsweredAsync(string id, int times) => QueueAsync(_ => _queue.Find(id)[0].Answers == times);

    private static string Failure(string id) => $$"""{"batchItemFailures":[{"itemIdentifier":"{{id}}"}]}""";
}
