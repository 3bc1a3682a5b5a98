using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Streams;

/// <summary>
/// The stream into one table and the schema that it was opened with, which change together. Opens in the background, so that
/// nobody waits for the table who does not need it. The client paces the opens. May be called from several invocations at once.
/// </summary>
internal sealed class TableSlot(ITableStreamOpener opener, TargetTable target, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private TargetTable _target = target;
    private ITableStream? _stream;
    private Task<ZerobusException?>? _opening;
    private long _openingSince;
    private long _reopensOfReplaced;

    // The last open failed, or took so long that a batch gave it up. A batch waited in vain for an ack.
    private bool _doesNotOpen;
    private bool _doesNotAck;
    private long _acks;
    private readonly RecentSuspects _suspects = new(clock);
    private readonly RecentAcks _recentAcks = new(clock);

    /// <summary>
    /// Whether the table is known to be down: the last open failed or was given up, or a batch waited for an ack in vain, and the
    /// table has not recovered since.
    /// </summary>
    public bool IsReportedDown
    {
        get
        {
            lock (_gate) return _doesNotOpen || _doesNotAck;
        }
    }

    /// <summary>
    /// Whether the table works, as far as is known: it is not down, and its stream is connected. A table that nobody has needed
    /// since it lost its connection says nothing about the service, and does not count.
    /// </summary>
    public bool IsUp
    {
        get
        {
            lock (_gate) return !_doesNotOpen && !_doesNotAck && _stream is { IsOpen: true, IsConnected: true };
        }
    }

    /// <summary>How many rows have become durable so far.</summary>
    public long Acks
    {
        get
        {
            lock (_gate) return _acks;
        }
    }

    /// <summary>Messages that were suspected, and rows that became durable, within the last minute.</summary>
    public (int Suspects, long Acks) LastMinute
    {
        get
        {
            lock (_gate) return (_suspects.Count, _recentAcks.Count);
        }
    }

    /// <summary>The stream; null if there is none, or if it has ended.</summary>
    public ITableStream? Open
    {
        get
        {
            lock (_gate) return _stream is { IsOpen: true } stream ? stream : null;
        }
    }

    /// <summary>Connections and streams of the table that were replaced so far.</summary>
    public long Reopens
    {
        get
        {
            lock (_gate) return _reopensOfReplaced + (_stream?.Reopens ?? 0);
        }
    }

    /// <summary>A batch has waited in vain for the table to open, or to reconnect.</summary>
    public void WasGivenUp()
    {
        lock (_gate) _doesNotOpen = true;
    }

    /// <summary>A batch has waited in vain for the ack of a row.</summary>
    public void WasNotAcked()
    {
        lock (_gate) _doesNotAck = true;
    }

    /// <summary>Connections ended with a row of a message, and with no other.</summary>
    public void WasSuspected(UInt128 key)
    {
        lock (_gate) _suspects.Add(key);
    }

    /// <summary>So many rows have become durable.</summary>
    public void WasAcked(int rows)
    {
        lock (_gate)
        {
            _doesNotOpen = _doesNotAck = false;
            _acks += rows;
            _recentAcks.Add(rows);
        }
    }

    /// <summary>
    /// A batch begins. If an earlier one gave rows up, the stream decides whether it needs a new connection, which shows whether
    /// the table has recovered.
    /// </summary>
    public void RenewConnection() => Open?.RenewConnection();

    /// <summary>Whether rows of a schema can be written now. If not, opens a stream in the background.</summary>
    public TableAccess Ask(TargetTable schema)
    {
        lock (_gate)
        {
            if (!HasSameSchema(_target, schema)) return new TableAccess { Failure = SchemaChanged(schema) };
            if (_stream is { IsOpen: true } stream) return new TableAccess { Stream = stream };
            if (_opening is not { IsCompleted: false })
            {
                _openingSince = clock.GetTimestamp();
                _opening = OpenAsync(_target);
            }
            if (!_opening.IsCompleted)
                return new TableAccess { Opening = _opening, OpeningFor = clock.GetElapsedTime(_openingSince) };
            return _opening.Result is { } failure ? new TableAccess { Failure = failure } : new TableAccess { Stream = _stream };
        }
    }

    /// <summary>
    /// Finds out whether a stream can be opened now, and writes nothing. An open stream says nothing about that: it may have lost
    /// its connection without knowing it, or its grant. So another one is opened beside it, and closed.
    /// </summary>
    /// <param name="schema">The schema of the table.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why none can be opened; null if one can.</returns>
    public async Task<ZerobusException?> ProbeAsync(TargetTable schema, CancellationToken cancellationToken)
    {
        var wasOpen = Open is not null;
        var access = Ask(schema);
        if (access.Opening is { } opening) return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (access.Failure is not null || !wasOpen) return access.Failure;
        try
        {
            _ = CloseAsync(await opener.OpenBesideAsync(schema, cancellationToken).ConfigureAwait(false));
            return null;
        }
        catch (ZerobusException e)
        {
            return e;
        }
    }

    /// <summary>
    /// The table has this schema now. If it differs, the stream takes no more rows and is closed, and one that is being opened
    /// with the old schema is closed when it is open.
    /// </summary>
    public void SwitchTo(TargetTable schema)
    {
        lock (_gate)
        {
            var same = HasSameSchema(_target, schema);
            _target = schema;
            if (same) return;
            _opening = null;
            if (_stream is not { } stream) return;
            _reopensOfReplaced += stream.Reopens + 1;
            _stream = null;
            _ = CloseAsync(stream);
        }
    }

    public void Dispose()
    {
        _ended.Cancel();
        lock (_gate) _stream?.Abort();
        _ended.Dispose();
    }

    private async Task<ZerobusException?> OpenAsync(TargetTable schema)
    {
        try
        {
            if (_stream?.Failure is { } failure)
                PipelineLog.StreamFailed(logger, schema.Name, failure.Code.ToString(), failure.Message);
            return Install(schema, await opener.OpenAsync(schema, _ended.Token).ConfigureAwait(false));
        }
        catch (ZerobusException e)
        {
            NotOpened(schema);
            return e;
        }
#pragma warning disable CA1031 // Whatever it is, it must reach the batches that need the table.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NotOpened(schema);
            return new ZerobusException(ZerobusErrorCode.OpenFailed, $"Opening a stream broke: {e.GetType().Name}.", null, e);
        }
    }

    // With another schema, the table may be open by now.
    private void NotOpened(TargetTable schema)
    {
        lock (_gate) _doesNotOpen |= HasSameSchema(_target, schema);
    }

    private ZerobusException? Install(TargetTable schema, ITableStream stream)
    {
        lock (_gate)
        {
            if (!HasSameSchema(_target, schema) || _ended.IsCancellationRequested)
            {
                _ = CloseAsync(stream);
                return SchemaChanged(schema);
            }
            _doesNotOpen = false;
            // The table had another schema for a while, and this one was opened twice.
            if (_stream is { IsOpen: true })
            {
                _ = CloseAsync(stream);
                return null;
            }
            if (_stream is { } old) _reopensOfReplaced += old.Reopens + 1;
            _stream = stream;
            return null;
        }
    }

    public static bool HasSameSchema(TargetTable a, TargetTable b) =>
        ReferenceEquals(a, b) || a.DescriptorProto.Span.SequenceEqual(b.DescriptorProto.Span);

    private static ZerobusException SchemaChanged(TargetTable table) => new(
        ZerobusErrorCode.SchemaRefused,
        $"The schema of {table.Name} changed after the batch had begun.",
        "The next batch uses the new schema.");

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
}
