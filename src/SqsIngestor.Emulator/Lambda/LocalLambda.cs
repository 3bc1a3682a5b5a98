using SqsIngestor.Emulator.Lambda.Runtime;

namespace SqsIngestor.Emulator.Lambda;

/// <summary>
/// Lambda on this machine: starts the function's program as a separate process, serves it the Runtime API, and invokes it. After
/// a timeout or an exit the next invocation starts a new process, as Lambda does.
/// </summary>
public sealed class LocalLambda : IAsyncDisposable
{
    private readonly LocalLambdaOptions _options;
    private readonly OutputLines _lines;
    private readonly SemaphoreSlim _starting = new(1, 1);
    private Sandbox? _sandbox;

    private LocalLambda(LocalLambdaOptions options)
    {
        _options = options;
        Timeout = options.Timeout;
        _lines = new OutputLines(options.MaxOutputLines, options.OnOutput);
    }

    /// <summary>The running process; null after it has ended.</summary>
    public int? ProcessId => _sandbox is { Exited.IsCompleted: false } sandbox ? sandbox.ProcessId : null;

    /// <summary>How long future invocations may take.</summary>
    public TimeSpan Timeout { get; set; }

    /// <summary>The last lines that the function wrote, oldest first.</summary>
    public IReadOnlyList<OutputLine> Output => _lines.Snapshot();

    /// <summary>Starts the program and waits until it requests its first event.</summary>
    /// <param name="options">The program and the function.</param>
    /// <param name="cancellationToken">Cancels the start and ends the process.</param>
    /// <exception cref="LambdaInitException">The program reported an init error, ended, or took too long.</exception>
    public static async Task<LocalLambda> StartAsync(LocalLambdaOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var lambda = new LocalLambda(options);
        try
        {
            lambda._sandbox = await Sandbox.StartAsync(options, lambda._lines, cancellationToken);
            return lambda;
        }
        catch
        {
            lambda._starting.Dispose();
            throw;
        }
    }

    /// <summary>Starts the process if it is not running, as the next invocation would.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="LambdaInitException">The program reported an init error, ended, or took too long.</exception>
    public Task EnsureStartedAsync(CancellationToken cancellationToken = default) => GetSandboxAsync(cancellationToken);

    /// <summary>Sends one event and waits for the result. Several invocations may run at once.</summary>
    /// <param name="payload">The event, as JSON in UTF-8.</param>
    /// <param name="cancellationToken">Stops waiting; the function continues.</param>
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        Sandbox sandbox;
        try
        {
            sandbox = await GetSandboxAsync(cancellationToken);
        }
        catch (LambdaInitException e)
        {
            return new InvocationResult(InvocationOutcome.InitFailed, Guid.NewGuid().ToString(), TimeSpan.Zero)
            {
                ErrorType = e.ErrorType,
                ErrorMessage = e.ErrorMessage,
            };
        }

        var clock = _options.TimeProvider;
        var started = clock.GetTimestamp();
        var allowed = Timeout;
        var invocation = new QueuedInvocation(payload, clock.GetUtcNow() + allowed);
        // Created before the function receives the event, so that a test can move its clock as soon as it does.
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timeout = Task.Delay(allowed + _options.TimeoutGrace, clock, waiting.Token);
        sandbox.State.Enqueue(invocation);
        await Task.WhenAny(invocation.Answer, sandbox.Exited, timeout);
        var result = await ConcludeAsync(sandbox, invocation, allowed, clock.GetElapsedTime(started), cancellationToken);
        await waiting.CancelAsync();
        return result;
    }

    /// <summary>Kills the process at once, like a failing machine. The next invocation starts a new one.</summary>
    public void Kill() => _sandbox?.Kill();

    /// <summary>Ends the process: SIGTERM if it has registered an extension, and SIGKILL after the shutdown time.</summary>
    public async ValueTask DisposeAsync()
    {
        await _starting.WaitAsync();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        _starting.Dispose();
    }

    private static async Task<InvocationResult> ConcludeAsync(
        Sandbox sandbox, QueuedInvocation invocation, TimeSpan allowed, TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var result = new InvocationResult(InvocationOutcome.Succeeded, invocation.RequestId, duration);
        if (invocation.Answer.IsCompleted)
        {
            var answer = await invocation.Answer;
            return answer.Error is not { } error
                ? result with { Response = answer.Response }
                : result with { Outcome = InvocationOutcome.FunctionError, ErrorType = error.Type, ErrorMessage = error.Message };
        }

        // The caller no longer waits for an answer.
        invocation.TryAnswer(new InvocationAnswer(default, null));
        if (sandbox.Exited.IsCompleted)
        {
            var message =
                $"RequestId: {invocation.RequestId} Error: Runtime exited with error: exit status {await sandbox.Exited}";
            return result with
            {
                Outcome = InvocationOutcome.ProcessExited,
                ErrorType = "Runtime.ExitError",
                ErrorMessage = message,
            };
        }

        sandbox.Kill();
        await sandbox.Exited;
        var late = $"RequestId: {invocation.RequestId} Error: Task timed out after {allowed.TotalSeconds:0.00} seconds";
        return result with { Outcome = InvocationOutcome.TimedOut, ErrorType = "Sandbox.Timedout", ErrorMessage = late };
    }

    private async Task<Sandbox> GetSandboxAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_sandbox is { Exited.IsCompleted: false } running) return running;
            if (_sandbox is not null) await _sandbox.DisposeAsync();
            _sandbox = null;
            return _sandbox = await Sandbox.StartAsync(_options, _lines, cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }
}
