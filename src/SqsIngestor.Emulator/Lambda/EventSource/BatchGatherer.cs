using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>Gathers messages for one invocation, until the batch or the event is full or the window is over.</summary>
internal sealed class BatchGatherer(LocalSqs queue, EventSourceOptions options)
{
    /// <summary>Waits for the first message, and then for the window.</summary>
    public async Task<IReadOnlyList<ReceivedMessage>> GatherAsync(CancellationToken cancellationToken)
    {
        var clock = queue.Options.TimeProvider;
        var batch = new List<ReceivedMessage>();
        var room = EventSourceOptions.MostBytes - SqsEventWriter.EmptyLength;
        DateTimeOffset? end = null;
        while (true)
        {
            var changed = queue.Changed;
            var more = queue.Receive(options.BatchSize - batch.Count, room, takeFirst: batch.Count == 0);
            batch.AddRange(more);
            room -= more.Sum(message => message.Record.Length + 1);
            var full = batch.Count == options.BatchSize || (batch.Count > 0 && queue.Counts.Visible > 0 && more.Count == 0);
            if (batch.Count > 0) end ??= clock.GetUtcNow() + options.BatchingWindow;
            if (full || (end is { } at && at <= clock.GetUtcNow())) return batch;
            await WaitAsync(changed, Earlier(end, queue.NextVisible), cancellationToken);
        }
    }

    private async Task WaitAsync(Task changed, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        if (until is not { } time)
        {
            await changed.WaitAsync(cancellationToken);
            return;
        }

        var clock = queue.Options.TimeProvider;
        var remaining = time - clock.GetUtcNow();
        if (remaining <= TimeSpan.Zero) return;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(remaining, clock, waiting.Token);
        // The time may have passed while the delay was created.
        if (clock.GetUtcNow() < time) await Task.WhenAny(changed, delay);
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}
