using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Zerobus;
using SqsIngestor.Zerobus.Internal;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>One stream per table, opened at init, kept over invocations, and opened anew after it has failed.</summary>
internal sealed class TableStreams : IAsyncDisposable
{
    private readonly ZerobusClient _client;
    private readonly ILogger _logger;
    private readonly ZerobusStream?[] _streams;
    private readonly SemaphoreSlim[] _opening;
    private readonly Lock _counting = new();
    private volatile MappingPlan _plan;
    private long _replaced;
    private long _reported;

    public TableStreams(ZerobusClient client, MappingPlan plan, ILogger logger)
    {
        (_client, _plan, _logger) = (client, plan, logger);
        _streams = new ZerobusStream?[plan.Targets.Count];
        // One table does not wait for another.
        _opening = [.. plan.Targets.Select(static _ => new SemaphoreSlim(1, 1))];
    }

    /// <summary>The table's stream, opened if there is none that takes records.</summary>
    /// <exception cref="ZerobusException">It cannot be opened.</exception>
    public ValueTask<ZerobusStream> GetAsync(int table, CancellationToken cancellationToken) =>
        Usable(table) is { } stream ? new(stream) : new(OpenAsync(table, cancellationToken));

    /// <summary>The table's stream for rows that were encoded by a plan, which need not be the latest.</summary>
    /// <exception cref="ZerobusException">It cannot be opened, or the table's rows are of another form now.</exception>
    public async ValueTask<ZerobusStream> GetAsync(MappingPlan plan, int table, CancellationToken cancellationToken)
    {
        var stream = await GetAsync(table, cancellationToken).ConfigureAwait(false);
        // Looked at last: the plan may have been renewed while the stream was opened.
        return IsSame(plan, _plan, table)
            ? stream
            : throw new ZerobusException(ZerobusErrorCode.SchemaRefused, $"The schema of {plan.Targets[table].Name} has changed meanwhile.", "The next batch goes by the new one.");
    }

    /// <summary>Takes a new plan. Streams of tables whose rows are of another form now take no more of them.</summary>
    public void Renew(MappingPlan plan)
    {
        var old = _plan;
        lock (_counting)
        {
            _plan = plan;
            for (var table = 0; table < _streams.Length; table++)
            {
                if (IsSame(old, plan, table) || _streams[table] is not { } stream) continue;
                _replaced += stream.Reopens + 1;
                _streams[table] = null;
                _ = CloseAsync(stream);
            }
        }
    }

    /// <summary>Connections and streams that were replaced since the last call, in all tables.</summary>
    public int TakeReopens()
    {
        lock (_counting)
        {
            var total = _replaced;
            foreach (var stream in _streams) total += stream?.Reopens ?? 0;
            var taken = total - _reported;
            _reported = total;
            return (int)taken;
        }
    }

    /// <summary>
    /// Takes no more rows, waits until those that are accepted are durable, and says goodbye to the service, which then need
    /// not find out by itself that nobody is there.
    /// </summary>
    /// <returns>False when that did not come about within the time.</returns>
    public async Task<bool> CloseAsync(TimeSpan time, TimeProvider clock)
    {
        try
        {
            await Task.WhenAll(_streams.OfType<ZerobusStream>().Select(static stream => stream.CloseAsync())).WaitAsync(time, clock).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is ZerobusException or TimeoutException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var stream in _streams.OfType<ZerobusStream>()) stream.Abort();
        await _client.DisposeAsync().ConfigureAwait(false);
        foreach (var opening in _opening) opening.Dispose();
    }

    private async Task<ZerobusStream> OpenAsync(int table, CancellationToken cancellationToken)
    {
        await _opening[table].WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Usable(table) is { } opened) return opened;
            if (_streams[table]?.Failure is { } failure) Log.StreamFailed(_logger, _plan.Targets[table].Name, failure.Code.ToString(), failure.Message);
            var plan = _plan.Targets[table];
            var options = new ZerobusStreamOptions { Table = ZerobusTableName.Parse(plan.Name), DescriptorProto = plan.DescriptorProto };
            var stream = await _client.OpenStreamAsync(options, cancellationToken).ConfigureAwait(false);
            Replace(table, stream);
            return stream;
        }
        finally
        {
            _opening[table].Release();
        }
    }

    private void Replace(int table, ZerobusStream stream)
    {
        lock (_counting)
        {
            if (_streams[table] is { } old) _replaced += old.Reopens + 1;
            _streams[table] = stream;
        }
    }

    private static bool IsSame(MappingPlan a, MappingPlan b, int table) =>
        ReferenceEquals(a, b) || a.Targets[table].DescriptorProto.Span.SequenceEqual(b.Targets[table].DescriptorProto.Span);

    /// <summary>What others have written to it may still become durable.</summary>
    private static async Task CloseAsync(ZerobusStream stream)
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

    private ZerobusStream? Usable(int table) =>
        _streams[table] is { State: not (ZerobusStreamState.Closing or ZerobusStreamState.Closed or ZerobusStreamState.Failed) } stream ? stream : null;
}
