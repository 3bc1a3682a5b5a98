using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>
/// Polls a queue and invokes a function, one batch at a time. Deletes the messages that succeeded and leaves the others to the
/// visibility timeout, as Lambda does.
/// </summary>
public sealed class EventSourceMapping : IAsyncDisposable
{
    private readonly LocalSqs _queue;
    private readonly EventSourceOptions _options;
    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, Task<InvocationResult>> _invoke;
    private readonly Action<DeliveredBatch> _onReport;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    /// <summary>Starts to poll.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="invoke">Invokes the function, for instance <see cref="LocalLambda.InvokeAsync"/>.</param>
    /// <param name="options">How batches are made; null for the defaults.</param>
    /// <param name="onReport">Called after each invocation, before the states of its messages change. Default null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Batch size or window are outside the limits of Lambda.</exception>
    public EventSourceMapping(
        LocalSqs queue, Func<ReadOnlyMemory<byte>, CancellationToken, Task<InvocationResult>> invoke,
        EventSourceOptions? options = null, Action<DeliveredBatch>? onReport = null)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(invoke);
        (_queue, _invoke, _options, _onReport) = (queue, invoke, options ?? new EventSourceOptions(), onReport ?? (_ => { }));
        Check(_options, queue.Options.IsFifo);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>
    /// Completes when the object is disposed, or fails with the error that stopped the polling, which would be a bug.
    /// </summary>
    public Task Completion => _loop;

    /// <summary>Stops polling. Messages in flight are returned to the queue after their visibility timeout.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static void Check(EventSourceOptions options, bool fifo)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            options.BatchSize, fifo ? EventSourceOptions.MostFifoMessages : EventSourceOptions.MostMessages);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchingWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BatchingWindow, fifo ? TimeSpan.Zero : TimeSpan.FromSeconds(300));
    }

    private async Task RunAsync()
    {
        try
        {
            var gatherer = new BatchGatherer(_queue, _options);
            for (var number = 1; ; number++) await DeliverAsync(number, await gatherer.GatherAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed.
        }
    }

    private async Task DeliverAsync(int number, IReadOnlyList<ReceivedMessage> messages)
    {
        var payload = SqsEventWriter.Write(messages);
        var result = await _invoke(payload, _stop.Token);
        var outcome = SqsBatch.Read(payload).Classify(result, _options.ReportBatchItemFailures);
        _onReport(new DeliveredBatch(number, [.. messages.Select(message => message.MessageId)], result, outcome));
        foreach (var message in outcome.Returned) _queue.Fail(message.MessageId);
        foreach (var message in outcome.Deleted)
        {
            // It was returned to the queue while the function worked, and is delivered again.
            if (!_queue.Delete(message.ReceiptHandle)) _queue.Fail(message.MessageId);
        }
    }
}
