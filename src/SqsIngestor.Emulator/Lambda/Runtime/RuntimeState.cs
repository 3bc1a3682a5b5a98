using System.Collections.Concurrent;
using System.Threading.Channels;

namespace SqsIngestor.Emulator.Lambda.Runtime;

/// <summary>The state of one process at its Runtime API. Any number of pollers may request events.</summary>
internal sealed class RuntimeState
{
    private readonly Channel<QueuedInvocation> _waiting = Channel.CreateUnbounded<QueuedInvocation>();
    private readonly ConcurrentDictionary<string, QueuedInvocation> _running = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ReportedError> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _polls;
    private int _extensions;

    /// <summary>Completes when the function requests its first event.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when the function reports that it cannot start.</summary>
    public Task<ReportedError> InitError => _initError.Task;

    /// <summary>The number of requests for an event.</summary>
    public int Polls => Volatile.Read(ref _polls);

    /// <summary>The number of registered extensions.</summary>
    public int Extensions => Volatile.Read(ref _extensions);

    public void Enqueue(QueuedInvocation invocation) => _waiting.Writer.TryWrite(invocation);

    /// <summary>Waits for an event whose invocation still waits.</summary>
    public async Task<QueuedInvocation> NextAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _polls);
        _ready.TrySetResult();
        while (true)
        {
            var invocation = await _waiting.Reader.ReadAsync(cancellationToken);
            if (invocation.Answer.IsCompleted) continue;
            _running[invocation.RequestId] = invocation;
            return invocation;
        }
    }

    /// <summary>Puts an event back that could not be handed over.</summary>
    public void Return(QueuedInvocation invocation)
    {
        _running.TryRemove(invocation.RequestId, out _);
        Enqueue(invocation);
    }

    /// <summary>Gives the answer to the caller that waits for it.</summary>
    /// <returns>False if no event of that id is running.</returns>
    public bool TryAnswer(string requestId, InvocationAnswer answer) =>
        _running.TryRemove(requestId, out var invocation) && invocation.TryAnswer(answer);

    public bool IsRunning(string requestId) => _running.ContainsKey(requestId);

    public void ReportInitError(ReportedError error) => _initError.TrySetResult(error);

    public void RegisterExtension() => Interlocked.Increment(ref _extensions);
}
