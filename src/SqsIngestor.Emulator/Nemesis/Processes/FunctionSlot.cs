using System.Globalization;
using System.Net;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Nemesis.Recording;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Emulator.Nemesis.Processes;

/// <summary>One of the processes side by side: the function, its restarts, and its way to the service.</summary>
internal sealed class FunctionSlot : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromMilliseconds(500);

    private readonly int _slot;
    private readonly NemesisOptions _options;
    private readonly History _history;
    private readonly Lock _lock = new();
    private LocalLambda? _lambda;
    private int _generation;
    private int _processId;
    private int _running;
    private bool _frozen;
    private long _mostMemory;

    private FunctionSlot(int slot, NemesisOptions options, History history, LocalDatabricks databricks, OnConnected onConnected)
    {
        (_slot, _options, _history) = (slot, options, history);
        Proxy = new FaultProxy(
            new IPEndPoint(IPAddress.Loopback, databricks.ZerobusEndpoint.Port), options.TimeProvider,
            port => onConnected(port, Current, () => Proxy!.Reset(port)));
    }

    /// <summary>A process has connected to the service.</summary>
    public delegate void OnConnected(int port, ProcessName process, Action drop);

    /// <summary>The way to the service.</summary>
    public FaultProxy Proxy { get; }

    /// <summary>The process that was started last.</summary>
    public ProcessName Current
    {
        get
        {
            lock (_lock) return new ProcessName(_slot, _generation);
        }
    }

    /// <summary>Whether the process is frozen.</summary>
    public bool IsFrozen
    {
        get
        {
            lock (_lock) return _frozen;
        }
    }

    /// <summary>The number of invocations that the process has not answered.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Starts the function.</summary>
    /// <exception cref="LambdaInitException">It does not start.</exception>
    public static async Task<FunctionSlot> StartAsync(
        int slot, NemesisOptions options, History history, LocalDatabricks databricks, OnConnected onConnected)
    {
        var started = new FunctionSlot(slot, options, history, databricks, onConnected);
        try
        {
            started._lambda = await LocalLambda.StartAsync(started.LambdaOptions(databricks));
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process if it is not running.</summary>
    /// <exception cref="LambdaInitException">It does not start.</exception>
    public Task EnsureStartedAsync() => _lambda!.EnsureStartedAsync();

    /// <summary>Invokes the function. The result may come long after the deadline.</summary>
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload)
    {
        Interlocked.Increment(ref _running);
        try
        {
            return await _lambda!.InvokeAsync(payload, CancellationToken.None);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>Kills the process at once.</summary>
    public void Kill() => _lambda!.Kill();

    /// <summary>Asks the process to end, and kills it if it does not end in time, as Lambda does.</summary>
    public async Task TerminateAsync()
    {
        if (ProcessId is not { } id) return;
        UnixSignal.RequestEnd(id);
        await Task.Delay(ShutdownTime, _options.TimeProvider, CancellationToken.None);
        if (ProcessId == id) Kill();
    }

    /// <summary>Stops the process where it is. The result lets it go on, if it is still the same one.</summary>
    public Action Freeze()
    {
        if (ProcessId is not { } id) return () => { };
        lock (_lock) _frozen = true;
        UnixSignal.Freeze(id);
        return () =>
        {
            if (ProcessId == id) UnixSignal.Thaw(id);
            lock (_lock) _frozen = false;
        };
    }

    /// <summary>Records the resident memory of the process, if it is more than before. Linux only.</summary>
    public void SampleMemory()
    {
        var process = Current;
        if (!OperatingSystem.IsLinux() || ProcessId is not { } id) return;
        try
        {
            var pages = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/statm")).Split(' ')[1];
            var bytes = long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
            if (bytes <= _mostMemory) return;
            _mostMemory = bytes;
            _history.Add(at => new MemorySampled(at, process, bytes));
        }
        catch (Exception e) when (e is IOException or IndexOutOfRangeException)
        {
            // The process has ended.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_lambda is not null) await _lambda.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    private int? ProcessId
    {
        get
        {
            lock (_lock) return _processId == 0 ? null : _processId;
        }
    }

    private LocalLambdaOptions LambdaOptions(LocalDatabricks databricks)
    {
        var environment = new Dictionary<string, string>(_options.Environment, StringComparer.Ordinal)
        {
            ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
            ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
            ["DATABRICKS_CLIENT_SECRET"] = databricks.ClientSecret,
            ["ZEROBUS_ENDPOINT"] = $"http://{Proxy.Address}",
            ["MAPPING_FILE"] = _options.MappingFile,
            ["DESCRIPTOR_PATH"] = _options.DescriptorPath,
            ["AWS_LAMBDA_MAX_CONCURRENCY"] = _options.Invocations.ToString(CultureInfo.InvariantCulture),
        };
        return new LocalLambdaOptions
        {
            FileName = _options.FunctionProgram,
            Environment = environment,
            MemorySize = _options.MemorySize,
            Timeout = _options.FunctionTimeout,
            // The run decides what happens after the deadline.
            TimeoutGrace = TimeSpan.FromHours(1),
            InitTimeout = TimeSpan.FromMinutes(1),
            ShutdownTimeout = ShutdownTime,
            OnStart = Started,
            OnOutput = line => _options.OnOutput?.Invoke(Current.ToString(), _history.Now, line.Text),
        };
    }

    private void Started(int processId, Task<int> exited)
    {
        lock (_lock) (_generation, _processId, _frozen, _mostMemory) = (_generation + 1, processId, false, 0);
        var process = Current;
        _history.Add(at => new ProcessStarted(at, process));
        _ = exited.ContinueWith(
            _ =>
            {
                lock (_lock)
                {
                    if (_processId == processId) _processId = 0;
                }
                _history.Add(at => new ProcessEnded(at, process));
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
