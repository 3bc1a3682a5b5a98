using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Streams;

/// <summary>
/// One stream per table: opened at init, reused across invocations, and opened again after it has failed. All members may be
/// called from several invocations at once.
/// </summary>
internal sealed class TableStreams : IAsyncDisposable
{
    private readonly ITableStreamOpener _opener;
    private readonly ILogger _logger;
    private readonly ITableStream?[] _streams;
    private readonly SemaphoreSlim[] _opening;
    private readonly Lock _counting = new();
    private volatile MappingPlan _plan;
    private long _reopensOfReplaced;
    private long _reported;

    /// <param name="opener">Opens the streams; disposed with this object.</param>
    /// <param name="plan">Names the tables. A later plan has the same tables in the same order.</param>
    /// <param name="logger">Receives the failure of a stream that is replaced.</param>
    public TableStreams(ITableStreamOpener opener, MappingPlan plan, ILogger logger)
    {
        (_opener, _plan, _logger) = (opener, plan, logger);
        _streams = new ITableStream?[plan.Targets.Count];
        // One semaphore per table, so that one table does not wait for another.
        _opening = [.. plan.Targets.Select(static _ => new SemaphoreSlim(1, 1))];
    }

    /// <summary>The open stream of a table; opens one if there is none.</summary>
    /// <exception cref="ZerobusException">The stream cannot be opened.</exception>
    public ValueTask<ITableStream> GetAsync(int table, CancellationToken cancellationToken) =>
        OpenStream(table) is { } stream ? new(stream) : new(OpenAsync(table, cancellationToken));

    /// <summary>The open stream of a table for rows that a plan encoded, which need not be the latest plan.</summary>
    /// <exception cref="ZerobusException">
    /// The stream cannot be opened, or <see cref="ZerobusErrorCode.SchemaRefused"/>: the descriptor of the table has changed.
    /// </exception>
    public async ValueTask<ITableStream> GetAsync(MappingPlan plan, int table, CancellationToken cancellationToken)
    {
        var stream = await GetAsync(table, cancellationToken).ConfigureAwait(false);
        // Compared last: another invocation may have replaced the plan while the stream was opened.
        if (HasSameDescriptor(plan, _plan, table)) return stream;
        throw new ZerobusException(
            ZerobusErrorCode.SchemaRefused,
            $"The schema of {plan.Targets[table].Name} changed after the batch had begun.",
            "The next batch uses the new schema.");
    }

    /// <summary>
    /// Switches to a new plan. A stream whose table has another descriptor now takes no more rows and is closed.
    /// </summary>
    public void SwitchTo(MappingPlan plan)
    {
        var old = _plan;
        lock (_counting)
        {
            _plan = plan;
            for (var table = 0; table < _streams.Length; table++)
            {
                if (HasSameDescriptor(old, plan, table) || _streams[table] is not { } stream) continue;
                _reopensOfReplaced += stream.Reopens + 1;
                _streams[table] = null;
                _ = CloseAsync(stream);
            }
        }
    }

    /// <summary>Connections and streams of all tables that were replaced since the last call.</summary>
    public int TakeReopens()
    {
        lock (_counting)
        {
            var total = _reopensOfReplaced;
            foreach (var stream in _streams) total += stream?.Reopens ?? 0;
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
            var closing = Task.WhenAll(_streams.OfType<ITableStream>().Select(static stream => stream.CloseAsync()));
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
        foreach (var stream in _streams.OfType<ITableStream>()) stream.Abort();
        await _opener.DisposeAsync().ConfigureAwait(false);
        foreach (var opening in _opening) opening.Dispose();
    }

    private async Task<ITableStream> OpenAsync(int table, CancellationToken cancellationToken)
    {
        await _opening[table].WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (OpenStream(table) is { } opened) return opened;
            var target = _plan.Targets[table];
            if (_streams[table]?.Failure is { } failure)
                PipelineLog.StreamFailed(_logger, target.Name, failure.Code.ToString(), failure.Message);
            var stream = await _opener.OpenAsync(target, cancellationToken).ConfigureAwait(false);
            Replace(table, stream);
            return stream;
        }
        finally
        {
            _opening[table].Release();
        }
    }

    private void Replace(int table, ITableStream stream)
    {
        lock (_counting)
        {
            if (_streams[table] is { } old) _reopensOfReplaced += old.Reopens + 1;
            _streams[table] = stream;
        }
    }

    private static bool HasSameDescriptor(MappingPlan a, MappingPlan b, int table) =>
        ReferenceEquals(a, b) || a.Targets[table].DescriptorProto.Span.SequenceEqual(b.Targets[table].DescriptorProto.Span);

    /// <summary>
    /// Closes a stream that was replaced. The rows that other invocations wrote to it may still become durable.
    /// </summary>
    private static async Task CloseAsync(ITableStream stream)
    {
        try
        {
            await stream.CloseAsync().ConfigureAwait(false);
        }
        catch (ZerobusException)
        {
            stream.Abort();
        }
    }

    private ITableStream? OpenStream(int table) => _streams[table] is { IsOpen: true } stream ? stream : null;
}
