using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Streams;

/// <summary>
/// One stream per table: opened at init, reused across invocations, and opened again after it has failed. All members may be
/// called from several invocations at once.
/// </summary>
internal sealed class TableStreams : IAsyncDisposable
{
    /// <summary>
    /// How long a batch lets its other messages wait for a table that opens or reconnects. A table usually opens in a fraction of
    /// it.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly ITableStreamOpener _opener;
    private readonly TableSlot[] _slots;
    private readonly Lock _counting = new();
    private readonly TimeProvider _clock;
    private volatile MappingPlan _plan;
    private long _reported;
    private int _batches;
    private long _busySince;
    private long _idleSince;

    /// <param name="opener">Opens the streams; disposed with this object.</param>
    /// <param name="plan">Names the tables. A later plan has the same tables in the same order.</param>
    /// <param name="clock">Measures how long an open takes.</param>
    /// <param name="logger">Receives the failure of a stream that is replaced.</param>
    public TableStreams(ITableStreamOpener opener, MappingPlan plan, TimeProvider clock, ILogger logger)
    {
        (_opener, _plan, _clock) = (opener, plan, clock);
        _busySince = _idleSince = clock.GetTimestamp();
        _slots = [.. plan.Targets.Select(target => new TableSlot(opener, target, clock, logger))];
    }

    /// <summary>
    /// A batch begins. Between batches the process may be frozen, so that nothing opens or reconnects. After a pause of
    /// <see cref="Grace"/> all tables get that time once more. Streams that acked nothing for long are tried with a new
    /// connection.
    /// <see cref="BatchEnds"/> must follow.
    /// </summary>
    public void BatchBegins()
    {
        lock (_counting)
        {
            if (_batches++ == 0 && _clock.GetElapsedTime(_idleSince) >= Grace) _busySince = _clock.GetTimestamp();
        }
        foreach (var slot in _slots) slot.RenewConnection();
    }

    /// <summary>A batch ends.</summary>
    public void BatchEnds()
    {
        lock (_counting)
        {
            if (--_batches == 0) _idleSince = _clock.GetTimestamp();
        }
    }

    /// <summary>How much of the time that a table has not been ready passed since the last pause.</summary>
    public TimeSpan SincePause(TimeSpan time)
    {
        lock (_counting)
        {
            var busy = _clock.GetElapsedTime(_busySince);
            return time < busy ? time : busy;
        }
    }

    /// <summary>
    /// Whether rows of a plan can be written to a table now. If not, opens a stream in the background. A plan that is not the
    /// latest is refused with <see cref="ZerobusErrorCode.SchemaRefused"/> if the schema of the table has changed.
    /// </summary>
    public TableAccess Ask(MappingPlan plan, int table)
    {
        var access = _slots[table].Ask(plan.Targets[table]);
        return access with { OpeningFor = SincePause(access.OpeningFor) };
    }

    /// <summary>
    /// Whether a table is known to be down: an open failed, a batch waited for it in vain, or it has been without a connection
    /// for <see cref="Grace"/>, and it has not recovered since.
    /// </summary>
    public bool IsDown(int table) =>
        _slots[table].IsReportedDown || (_slots[table].Open is { } stream && SincePause(stream.InterruptedFor) >= Grace);

    /// <inheritdoc cref="TableSlot.IsUp"/>
    public bool IsUp(int table) => _slots[table].IsUp;

    /// <summary>The stream of a table, by index in the plan; null if none is open.</summary>
    public ITableStream? StreamOf(int table) => _slots[table].Open;

    /// <summary>How many rows of a table have become durable so far, those of earlier batches included.</summary>
    public long AcksOf(int table) => _slots[table].Acks;

    /// <inheritdoc cref="TableSlot.LastMinute"/>
    public (int Suspects, long Acks) LastMinuteOf(int table) => _slots[table].LastMinute;

    /// <summary>Connections ended with a row of a message, and with no other.</summary>
    public void WasSuspected(int table, UInt128 key) => _slots[table].WasSuspected(key);

    /// <summary>A batch has waited in vain for a table to open, or to reconnect.</summary>
    public void WasGivenUp(int table) => _slots[table].WasGivenUp();

    /// <summary>A batch has waited in vain for the ack of a row of a table.</summary>
    public void WasNotAcked(int table) => _slots[table].WasNotAcked();

    /// <inheritdoc cref="TableSlot.WasAcked"/>
    public void WasAcked(int table, int rows) => _slots[table].WasAcked(rows);

    /// <summary>The open stream of a table, for the latest plan; waits until it is open.</summary>
    /// <exception cref="ZerobusException">The stream cannot be opened.</exception>
    public async Task<ITableStream> GetAsync(int table, CancellationToken cancellationToken)
    {
        var access = Ask(_plan, table);
        if (access.Opening is { } opening && await opening.WaitAsync(cancellationToken).ConfigureAwait(false) is { } failed)
            throw failed;
        if (access.Failure is { } failure) throw failure;
        return access.Stream ?? _slots[table].Open ?? await GetAsync(table, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="TableSlot.ProbeAsync"/>
    public Task<ZerobusException?> ProbeAsync(MappingPlan plan, int table, CancellationToken cancellationToken) =>
        _slots[table].ProbeAsync(plan.Targets[table], cancellationToken);

    /// <summary>
    /// Switches to a new plan. A stream whose table has another descriptor now takes no more rows and is closed.
    /// </summary>
    public void SwitchTo(MappingPlan plan)
    {
        _plan = plan;
        for (var table = 0; table < _slots.Length; table++) _slots[table].SwitchTo(plan.Targets[table]);
    }

    /// <summary>Connections and streams of all tables that were replaced since the last call.</summary>
    public int TakeReopens()
    {
        lock (_counting)
        {
            var total = _slots.Sum(static slot => slot.Reopens);
            var taken = total - _reported;
            _reported = total;
            return (int)taken;
        }
    }

    /// <summary>
    /// Takes no more rows, waits until the accepted ones are durable, and ends the connection in order, so that the service
    /// does not have to find out that nobody is there.
    /// </summary>
    /// <returns>False if not every row was durable in time.</returns>
    public async Task<bool> CloseAsync(TimeSpan time, TimeProvider clock)
    {
        try
        {
            var closing = Task.WhenAll(_slots.Select(static slot => slot.Open?.CloseAsync() ?? Task.CompletedTask));
            await closing.WaitAsync(time, clock).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is ZerobusException or TimeoutException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var slot in _slots) slot.Dispose();
        await _opener.DisposeAsync().ConfigureAwait(false);
    }
}
