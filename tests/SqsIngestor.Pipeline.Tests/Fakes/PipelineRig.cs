using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>A processor over fake streams and a fake clock. The deadline of each batch is 10 s after its start.</summary>
internal sealed class PipelineRig : IAsyncDisposable
{
    public static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(10);

    private readonly List<CancellationTokenSource> _deadlines = [];
    private readonly Func<BatchProcessor> _create;

    public PipelineRig(
        MappingPlan? plan = null,
        DeliveryReport delivery = DeliveryReport.Partial,
        int window = 100,
        ISchemaSource? schemas = null,
        FifoOrder order = FifoOrder.Pipeline,
        int? messageBytes = null,
        int failedMessageLines = int.MaxValue)
    {
        plan ??= TestPlans.One();
        Streams = new FakeStreams(Clock);
        Tables = new TableStreams(Streams, plan, Clock, Logs);
        Memory = new DeliveryMemory(window, Clock);
        Refresher = schemas is null ? null : new PlanRefresher(plan, schemas, Tables, Memory, Clock, Logs);
        var options = new DeliveryOptions(delivery, order, messageBytes, failedMessageLines);
        _create = () => new BatchProcessor(plan, Tables, Memory, options, Logs, Clock, Refresher);
        Processor = CreateProcessor();
    }

    public PollClock Clock { get; } = new();

    /// <summary>How long a batch has until its deadline.</summary>
    public TimeSpan Time { get; init; } = BatchTime;

    public FakeStreams Streams { get; }

    public RecordingLoggerFactory Logs { get; } = new();

    public TableStreams Tables { get; }

    public DeliveryMemory Memory { get; }

    public PlanRefresher? Refresher { get; }

    public BatchProcessor Processor { get; }

    /// <summary>The ids in the last partial batch response.</summary>
    public string[] FailedIds => FailedOf(Processor);

    /// <summary>
    /// Starts a batch. The fakes complete at once, so on return the batch is done, or waits for an ack, for room, for a table, or
    /// for the clock.
    /// </summary>
    public Task<BatchResult> StartAsync(params IEnumerable<string> messages) => StartAsync(Processor, messages);

    /// <summary>Starts a batch in a processor of its own, as another invocation does.</summary>
    public Task<BatchResult> StartAsync(BatchProcessor processor, params IEnumerable<string> messages)
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', messages)}}]}""");
        var deadline = new CancellationTokenSource(Time, Clock);
        _deadlines.Add(deadline);
        var invocation = new InvocationContext { IngestTime = Clock.GetUtcNow(), RequestId = "request-1" };
        return processor
            .ProcessAsync(payload, payload.Length, invocation, new BatchDeadline(Clock.GetUtcNow() + Time, deadline.Token))
            .WaitAsync(Eventually.Patience);
    }

    /// <summary>Lets time pass until a batch is done: when it waits for its next check, the time of the check comes.</summary>
    public async Task<BatchResult> RunAsync(Task<BatchResult> processing)
    {
        await RunAsync(processing, TimeSpan.MaxValue);
        return await processing;
    }

    /// <summary>The same, but no longer than for some time.</summary>
    public async Task RunAsync(Task<BatchResult> processing, TimeSpan most)
    {
        var begun = Clock.GetUtcNow();
        await RunUntilAsync(processing, () => Clock.GetUtcNow() - begun >= most);
    }

    /// <summary>The same, but no longer than until something holds.</summary>
    public async Task RunUntilAsync(Task processing, Func<bool> holds)
    {
        bool IsDone() => processing.IsCompleted || holds();
        for (var passed = Clock.Checks; !IsDone();)
        {
            await Eventually.HoldsAsync(() => IsDone() || Clock.Checks >= passed);
            if (IsDone()) break;
            passed = Clock.Checks + 1;
            Clock.Advance(BatchChanges.PollInterval);
        }
    }

    /// <summary>Another processor over the same streams and the same memory.</summary>
    public BatchProcessor CreateProcessor() => _create();

    /// <summary>Processes a batch whose deadline passes while it waits.</summary>
    public async Task<BatchResult> TimeOutAsync(params IEnumerable<string> messages)
    {
        var checks = Clock.Checks;
        var processing = StartAsync(messages);
        // What continues on the thread pool has come to its wait.
        await Eventually.HoldsAsync(() => processing.IsCompleted || Clock.Checks > checks);
        Assert.False(processing.IsCompleted);
        Clock.Advance(Time);
        return await processing;
    }

    /// <summary>
    /// What the memory knows of a message that no batch owns; null if nothing. Waits until it knows what became of its rows.
    /// </summary>
    public async Task<DeliveryHistory?> HistoryOfAsync(string message)
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"Records":[{{message}}]}""");
        var plan = TestPlans.One();
        var source = plan.CreateMessage();
        Assert.True(new SqsEventReader(payload, payload.Length).Read(source));
        var (key, owner) = (MessageKey.Of(source), new object());
        var known = Memory.Begin(key, owner, 0);
        if (known.Pending is { } pending)
        {
            await pending.Acked.WaitAsync(Eventually.Patience);
            known = Memory.Begin(key, owner, 0);
        }
        Assert.Equal(DeliveryStatus.New, known.Status);
        Memory.Failed(key, owner, plan, known.History ?? DeliveryHistory.None);
        return known.History;
    }

    /// <summary>A log line with this event id and this text was written so many times.</summary>
    public void AssertLogged(int eventId, string text, int times = 1) =>
        Assert.Equal(times, Logs.Lines.Count(
            line => line.Contains($" {eventId} ", StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal)));

    /// <summary>The ids in the last partial batch response of a processor.</summary>
    public static string[] FailedOf(BatchProcessor processor)
    {
        using var response = JsonDocument.Parse(processor.Response);
        return [.. response.RootElement.GetProperty("batchItemFailures").EnumerateArray()
            .Select(static failure => failure.GetProperty("itemIdentifier").GetString()!)];
    }

    /// <summary>A message of a standard queue.</summary>
    public static string Message(string id, string body = "1", int receives = 2) => Record(id, body, "queue", null, receives);

    /// <summary>A message of a FIFO queue.</summary>
    public static string Fifo(string id, string group, string body = "1") => Record(id, body, "queue.fifo", group);

    public async ValueTask DisposeAsync()
    {
        Refresher?.Dispose();
        await Tables.DisposeAsync();
        _deadlines.ForEach(static deadline => deadline.Dispose());
    }

    private static string Record(string id, string body, string queue, string? group, int receives = 2)
    {
        var groupId = group is null ? "" : $",\"MessageGroupId\":\"{group}\"";
        return $$"""
            {"messageId":"{{id}}","body":"{{body}}","attributes":{"ApproximateReceiveCount":"{{receives}}"{{groupId}}},
            "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-west-1:123456789012:{{queue}}"}
            """;
    }
}
