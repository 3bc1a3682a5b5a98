using System.Globalization;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;
using SqsIngestor.Emulator.Nemesis.Checking;
using SqsIngestor.Emulator.Nemesis.Faults;
using SqsIngestor.Emulator.Nemesis.Processes;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis;

/// <summary>
/// Runs the function as processes against a queue and a service that fail at random, records what happens, and checks it by the
/// laws of delivery. Linux and macOS: it sends signals. Memory is measured on Linux only.
/// </summary>
public sealed class NemesisRun
{
    // A batch of a FIFO queue waits so long for a process. When its invocation begins, the time is set anew.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(11);

    // Poison is received so long. It delays its table, so that neighbors are seen only if their tables have none.
    private static readonly TimeSpan LifeOfPoison = TimeSpan.FromSeconds(10);

    private const int LongestQueue = 300;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LeastStall = TimeSpan.FromMilliseconds(300);

    private readonly NemesisOptions _options;
    private readonly History _history;
    private readonly SentMessages _messages;
    private readonly IngestGate _gate = new();
    private readonly LocalSqs _queue;

    private NemesisRun(NemesisOptions options)
    {
        _options = options;
        _history = new History(options.TimeProvider);
        _messages = new SentMessages(_history);
        _queue = new LocalSqs(new LocalQueueOptions
        {
            Name = options.IsFifo ? "nemesis.fifo" : "nemesis",
            VisibilityTimeout = options.FunctionTimeout + (options.IsFifo ? LongestStart : options.ReturnOfLost),
            MaxReceiveCount = options.MaxReceiveCount,
            TimeProvider = options.TimeProvider,
        });
    }

    /// <summary>
    /// Runs the function, and checks the record. It cannot be cancelled: it takes <see cref="NemesisOptions.Duration"/>, and at
    /// most <see cref="NemesisOptions.DrainTime"/> more.
    /// </summary>
    /// <param name="options">What to run.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="Lambda.LambdaInitException">The function does not start.</exception>
    public static async Task<NemesisVerdict> RunAsync(NemesisOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var warnings = new Warnings();
        options = options with { OnOutput = warnings.Add + options.OnOutput };
        var run = new NemesisRun(options);
        await run.RunAsync();
        if (options.OnEvent is { } onEvent)
        {
            foreach (var e in run._history.Snapshot()) onEvent(e.ToString());
        }

        var limits = new Limits
        {
            ResidentBytes = options.MaxResidentBytes ?? options.MemorySize * 1024L * 1024,
            MaxReceiveCount = options.MaxReceiveCount,
            ChecksTimeAndMemory = options.ChecksTimeAndMemory,
        };
        var verdict = HistoryChecker.Check(run._history.Snapshot(), limits);
        return verdict with
        {
            Violations = [.. verdict.Violations.Select(found => found with { Log = warnings.About(found.Evidence) })],
            Seed = options.Seed,
            Configuration = Describe(options),
            Command = options.Command,
        };
    }

    private static string Describe(NemesisOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(options.IsFifo ? "FIFO" : "standard")} queue, {options.Processes} processes, {options.Invocations} invocations at "
        + $"once, {options.Tables.Count} tables, {options.Duration.TotalSeconds:0.#} s");

    private async Task RunAsync()
    {
        var ingest = new FaultyIngest(_options, _history, _messages, _gate);
        await using var databricks = await LocalDatabricks.StartAsync(
            new LocalDatabricksOptions { StoreRows = false, Observer = ingest, TimeProvider = _options.TimeProvider });
        foreach (var table in _options.Tables) databricks.Tables.Create(table);
        var slots = new List<FunctionSlot>();
        try
        {
            for (var i = 0; i < _options.Processes; i++)
            {
                slots.Add(await FunctionSlot.StartAsync(i, _options, _history, databricks, ingest.Connected));
            }

            await RunAsync(databricks, slots);
        }
        finally
        {
            foreach (var slot in slots) await slot.DisposeAsync();
        }
    }

    private async Task RunAsync(LocalDatabricks databricks, List<FunctionSlot> slots)
    {
        var dispatcher = new Dispatcher(_options, _history, _queue, slots, new Random(_options.Seed));
        var faults = new FaultDriver(_options, _history, databricks, _gate, _queue, dispatcher, slots);
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(slots, over.Token);
        var sources = new List<EventSourceMapping>();
        try
        {
            for (var i = 0; i < _options.Invocations; i++)
            {
                sources.Add(
                    new EventSourceMapping(
                        _queue, dispatcher.InvokeAsync, new EventSourceOptions { BatchSize = _options.BatchSize },
                        dispatcher.Return));
            }

            await StrikeAsync(faults);
            _history.Add(at => new QuietBegan(at));
            var drained = await DrainAsync(sources);
            _history.Add(at => new RunEnded(at, drained));
        }
        finally
        {
            foreach (var source in sources) await source.DisposeAsync();
            await over.CancelAsync();
            await watching;
        }

        var now = _options.TimeProvider.GetUtcNow();
        foreach (var dead in _queue.DeadLetters)
        {
            _history.Add(at => new DeadLettered(at - (now - dead.DeadAt), dead.MessageId, dead.ReceiveCount));
        }
    }

    private async Task StrikeAsync(FaultDriver faults)
    {
        var clock = _options.TimeProvider;
        var start = _history.Now;
        // The schedule counts from the start of the run.
        var schedule = FaultSchedule.Plan(_options).Select(fault => fault with { At = fault.At + start }).ToList();
        var finale = FaultSchedule.FinaleOf(_options, schedule);
        using var enough = new CancellationTokenSource(_options.Duration, clock);
        var striking = faults.RunAsync(schedule, enough.Token);
        var random = new Random(_options.Seed + 1);
        var passed = 0;
        while (!enough.IsCancellationRequested)
        {
            var due = (int)((_history.Now - start).TotalSeconds * _options.MessagesPerSecond);
            // What is not sent because the queue is long is not made up for.
            var spoiled = finale is not null && _history.Now >= finale.At - LifeOfPoison
                ? _options.Tables[finale.Table].Name
                : null;
            for (; passed < due && _queue.Counts.Visible < LongestQueue; passed++) Send(random, _messages.Count, spoiled);
            passed = Math.Max(passed, due);
            await Task.Delay(Tick, clock, CancellationToken.None);
        }

        await striking;
    }

    /// <summary>Sends a message.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="number">The number of the message.</param>
    /// <param name="spoiled">The only table whose rows the service refuses; null for any.</param>
    private void Send(Random random, int number, TableName? spoiled)
    {
        var message = _options.NextMessage(random, number);
        var isPoison = random.NextDouble() < _options.PoisonShare;
        var table = message.Rows.Keys.ElementAt(random.Next(message.Rows.Count));
        if (spoiled is not null) (isPoison, table) = (isPoison && message.Rows.ContainsKey(spoiled), spoiled);
        var (status, isDropped, isAtOnce) = (FaultSchedule.AnyStatus(random), random.Next(5) == 0, random.Next(3) == 0);
        _messages.Send(_queue, message, isPoison ? new Poison(table, isDropped ? null : status, isAtOnce) : null);
    }

    private async Task<bool> DrainAsync(List<EventSourceMapping> sources)
    {
        var clock = _options.TimeProvider;
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < _options.DrainTime)
        {
            if (_queue.Counts is { Visible: 0, InFlight: 0 }) return true;
            // A fault of this program, not of the function.
            if (sources.FirstOrDefault(source => source.Completion.IsFaulted) is { } broken) await broken.Completion;
            await Task.Delay(Tick, clock, CancellationToken.None);
        }

        return false;
    }

    /// <summary>Measures memory, and notices when this program itself cannot run.</summary>
    private async Task WatchAsync(List<FunctionSlot> slots, CancellationToken over)
    {
        var clock = _options.TimeProvider;
        while (!over.IsCancellationRequested)
        {
            var started = clock.GetTimestamp();
            await Task.Delay(Tick, clock, CancellationToken.None);
            var length = clock.GetElapsedTime(started) - Tick;
            if (length > LeastStall) _history.Add(at => new MachineStalled(at, length));
            foreach (var slot in slots) slot.SampleMemory();
        }
    }
}
