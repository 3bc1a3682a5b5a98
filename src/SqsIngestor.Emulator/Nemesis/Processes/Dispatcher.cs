using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis.Processes;

/// <summary>Gives batches to the processes, and decides when failed messages can be received again.</summary>
internal sealed class Dispatcher(
    NemesisOptions options, History history, LocalSqs queue, IReadOnlyList<FunctionSlot> slots, Random random)
{
    private static readonly TimeSpan LeastReturn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostReturn = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Dictionary<int, IReadOnlyList<BatchMessage>> _running = [];
    private int _invocations;

    /// <summary>The messages of a running invocation, or none.</summary>
    public IReadOnlyList<BatchMessage> AnyRunning()
    {
        lock (_lock) return _running.Count == 0 ? [] : _running.Values.ElementAt(random.Next(_running.Count));
    }

    /// <summary>Invokes the function with a batch, and waits no longer than until its deadline.</summary>
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var batch = SqsBatch.Read(payload);
        var messages = queue.Find(batch.Messages.Select(message => message.MessageId))
            .Select(message => (message.MessageId, message.ReceiveCount)).ToList();
        var (number, slot) = Begin(batch);
        var started = await TryStartAsync(slot);
        var process = slot.Current;
        if (started && options.IsFifo) Hide(batch);
        history.Add(at => new InvocationStarted(at, number, process, options.FunctionTimeout, messages));
        var result = started
            ? await WaitAsync(slot, payload, cancellationToken)
            : new InvocationResult(InvocationOutcome.InitFailed, "", TimeSpan.Zero) { ErrorType = "Runtime.InitError" };
        lock (_lock) _running.Remove(number);
        var done = batch.Classify(result).Deleted.Select(message => message.MessageId).ToHashSet(StringComparer.Ordinal);
        history.Add(at => new InvocationEnded(at, number, EndingOf(result.Outcome), done));
        // As Lambda ends it.
        if (result.Outcome == InvocationOutcome.TimedOut && !slot.IsFrozen && slot.Current == process) slot.Kill();
        return result;
    }

    /// <summary>
    /// Messages that an answer names can be received again soon. Those of a lost invocation stay hidden until their visibility
    /// timeout ends.
    /// </summary>
    public void Return(DeliveredBatch batch)
    {
        if (batch.Result.Outcome is not (InvocationOutcome.Succeeded or InvocationOutcome.FunctionError)) return;
        TimeSpan delay;
        lock (_lock) delay = LeastReturn + (MostReturn - LeastReturn) * random.NextDouble();
        foreach (var message in batch.Outcome.Returned) queue.ChangeVisibility(message.ReceiptHandle, delay);
    }

    // Two processes never have a group at once, however long a start takes.
    private void Hide(SqsBatch batch)
    {
        foreach (var message in batch.Messages)
            queue.ChangeVisibility(message.ReceiptHandle, options.FunctionTimeout + options.ReturnOfLost);
    }

    private (int Number, FunctionSlot Slot) Begin(SqsBatch batch)
    {
        lock (_lock)
        {
            _running.Add(++_invocations, batch.Messages);
            var free = slots.Where(slot => !slot.IsFrozen && slot.Running < options.Invocations).ToList();
            var eligible = free.Count > 0 ? free : slots;
            return (_invocations, eligible[random.Next(eligible.Count)]);
        }
    }

    private static async Task<bool> TryStartAsync(FunctionSlot slot)
    {
        try
        {
            await slot.EnsureStartedAsync();
            return true;
        }
        catch (LambdaInitException)
        {
            return false;
        }
    }

    private async Task<InvocationResult> WaitAsync(
        FunctionSlot slot, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timeout = Task.Delay(options.FunctionTimeout, options.TimeProvider, waiting.Token);
        var invocation = slot.InvokeAsync(payload);
        var first = await Task.WhenAny(invocation, timeout);
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == invocation
            ? await invocation
            : new InvocationResult(InvocationOutcome.TimedOut, "", options.FunctionTimeout) { ErrorType = "Sandbox.Timedout" };
    }

    private static InvocationEnding EndingOf(InvocationOutcome outcome) => outcome switch
    {
        InvocationOutcome.Succeeded => InvocationEnding.Answered,
        InvocationOutcome.FunctionError => InvocationEnding.FunctionError,
        InvocationOutcome.TimedOut => InvocationEnding.TimedOut,
        InvocationOutcome.ProcessExited => InvocationEnding.ProcessEnded,
        InvocationOutcome.InitFailed => InvocationEnding.NotStarted,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
