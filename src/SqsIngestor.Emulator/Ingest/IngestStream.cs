using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>
/// One open stream: requests are read and checked, committed, and acked by three loops at once. A fault ends it in order: earlier
/// requests are committed and acked first.
/// </summary>
internal sealed class IngestStream : IDisposable
{
    private const int MostPending = 64 * 1024;

    private readonly OpenedStream _opened;
    private readonly TableStore _tables;
    private readonly EmulatorStatistics _statistics;
    private readonly FaultSwitches _faults;
    private readonly LocalDatabricksOptions _options;
    private readonly IServerStreamWriter<EphemeralStreamResponse> _responses;
    // Nothing is written before the stream has been announced.
    private readonly SemaphoreSlim _writing = new(0, 1);
    private readonly CancellationTokenSource _stopReading;
    private readonly CancellationTokenSource _abandon;
    private RpcException? _fault;
    private long _acked;
    private int _signalled;

    public IngestStream(
        OpenedStream opened,
        TableStore tables,
        EmulatorStatistics statistics,
        FaultSwitches faults,
        LocalDatabricksOptions options,
        IServerStreamWriter<EphemeralStreamResponse> responses,
        CancellationToken cancelled)
    {
        _opened = opened;
        _acked = First;
        _tables = tables;
        _statistics = statistics;
        _faults = faults;
        _options = options;
        _responses = responses;
        _abandon = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        _stopReading = CancellationTokenSource.CreateLinkedTokenSource(_abandon.Token);
    }

    // The offset of the first request.
    private long First => (_opened.Position?.Committed ?? -1) + 1;

    /// <summary>The table.</summary>
    public TableName Table => _opened.Table.Table.Name;

    /// <summary>
    /// Tells the client that the stream is open, and runs until the client half-closes or something ends the stream. Register the
    /// stream first: once the client knows of it, a test may end it at any time.
    /// </summary>
    /// <exception cref="RpcException">The stream ends with an error.</exception>
    public async Task RunAsync(IAsyncStreamReader<EphemeralStreamRequest> requests)
    {
        var pending = Channel.CreateBounded<PendingRequest>(
            new BoundedChannelOptions(MostPending) { SingleReader = true, SingleWriter = true });
        var committed =
            Channel.CreateUnbounded<PendingRequest>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var commits = Task.Run(() => CommitAsync(pending.Reader, committed.Writer));
        var acks = new AckLoop(
            _options.TimeProvider, _options.AckDelay, _faults, SendAckAsync).RunAsync(committed.Reader, _abandon.Token);
        var watch = WatchAsync();
        try
        {
            await AnnounceAsync();
            await ReadAsync(requests, pending.Writer);
            pending.Writer.Complete();
            await Task.WhenAll(commits, acks);
        }
        catch (Exception e) when (
            e is OperationCanceledException or IOException
                || (e is InvalidOperationException && _abandon.IsCancellationRequested))
        {
            // The client has gone, or the stream was aborted: no one waits for the rest.
        }
        finally
        {
            pending.Writer.TryComplete();
            await _stopReading.CancelAsync();
            await watch;
            await Task.WhenAll(commits, acks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_fault is not null) throw _fault;
    }

    /// <summary>Tells the client that the stream will close, and closes it after the notice. Once for each stream.</summary>
    /// <returns>False if the signal was already sent.</returns>
    public async Task<bool> SignalCloseAsync(TimeSpan notice)
    {
        if (Interlocked.Exchange(ref _signalled, 1) != 0) return false;
        try
        {
            _statistics.CloseSignalled();
            // Before the signal is sent, so that the notice period has begun when the client receives it.
            var over = Task.Delay(notice, _options.TimeProvider, _stopReading.Token);
            await SendAsync(
                new EphemeralStreamResponse
                {
                    CloseStreamSignal = new CloseStreamSignal { Duration = Duration.FromTimeSpan(notice) },
                },
                _stopReading.Token);
            await over;
            End(StreamErrors.Closed());
        }
        catch (Exception e) when (
            e is OperationCanceledException or IOException or InvalidOperationException or ObjectDisposedException)
        {
            // The stream has ended by itself.
        }

        return true;
    }

    /// <summary>Stops reading; earlier requests are still committed and acked.</summary>
    public void End(RpcException fault)
    {
        Interlocked.CompareExchange(ref _fault, fault, null);
        TryCancel(_stopReading);
    }

    /// <summary>Ends the stream at once: nothing more is committed or acked.</summary>
    public void Abort(RpcException fault)
    {
        Interlocked.CompareExchange(ref _fault, fault, null);
        TryCancel(_abandon);
    }

    public void Dispose()
    {
        _stopReading.Dispose();
        _abandon.Dispose();
        _writing.Dispose();
    }

    private async Task AnnounceAsync()
    {
        // gRPC resets the call when a write is cancelled, and the client would not see the status.
        _abandon.Token.ThrowIfCancellationRequested();
        await _responses.WriteAsync(
            new EphemeralStreamResponse
            {
                CreateStreamResponse = new CreateIngestStreamResponse { StreamId = _opened.StreamId },
            },
            _abandon.Token);
        _writing.Release();
    }

    private async Task ReadAsync(IAsyncStreamReader<EphemeralStreamRequest> requests, ChannelWriter<PendingRequest> pending)
    {
        var reader = new RequestReader(_opened, _options.StoreRows || _options.Observer is not null, First);
        try
        {
            while (await requests.MoveNext(_stopReading.Token))
            {
                var receivedAt = _options.TimeProvider.GetTimestamp();
                _statistics.RequestReceived(
                    RequestReader.CountRecords(requests.Current), reader.Next + 1 - Interlocked.Read(ref _acked));
                var request = reader.Read(requests.Current, receivedAt);
                if (_opened.Activity is not null)
                {
                    request = request with { Bytes = RequestReader.CountBytes(requests.Current) };
                }
                if (_options.Observer?.Received(_opened.Observed, request.Offset, request.Rows) is { } end)
                {
                    if (end.IsAtOnce) Abort(new RpcException(end.Status));
                    else End(new RpcException(end.Status));
                    _stopReading.Token.ThrowIfCancellationRequested();
                }
                await pending.WriteAsync(request, _stopReading.Token);
            }
        }
        catch (RpcException e)
        {
            if (e.StatusCode == StatusCode.InvalidArgument) _statistics.RecordRefused();
            Interlocked.CompareExchange(ref _fault, e, null);
        }
        catch (OperationCanceledException) when (_fault is not null && !_abandon.IsCancellationRequested)
        {
            // Ended in order: the fault is reported after the last ack.
        }
    }

    private async Task CommitAsync(ChannelReader<PendingRequest> pending, ChannelWriter<PendingRequest> committed)
    {
        try
        {
            await new CommitLoop(
                _tables, _opened, _statistics, offset => _options.Observer?.Committed(_opened.Observed, offset))
                .RunAsync(pending, committed, _abandon.Token);
        }
        catch (RpcException e)
        {
            End(e);
        }
    }

    /// <summary>Ends the stream when the table changes, and signals the close when the stream has grown old.</summary>
    private async Task WatchAsync()
    {
        try
        {
            var old = Task.Delay(_options.StreamLifetime, _options.TimeProvider, _stopReading.Token);
            if (await Task.WhenAny(_opened.Table.Changed, old) == old)
            {
                await old;
                await SignalCloseAsync(_options.CloseNotice);
                return;
            }

            var name = _opened.Table.Table.Name;
            End(_tables.FindStored(name) is null ? StreamErrors.TableDropped(name) : StreamErrors.TableChanged(name));
        }
        catch (OperationCanceledException)
        {
            // The stream ends first.
        }
    }

    private async Task SendAckAsync(long offset, CancellationToken cancellationToken)
    {
        if (_options.Observer is { } observer) await observer.AckingAsync(_opened.Observed, offset, cancellationToken);
        Interlocked.Exchange(ref _acked, offset + 1);
        _statistics.AckSent();
        await SendAsync(
            new EphemeralStreamResponse { IngestRecordResponse = new IngestRecordResponse { DurabilityAckUpToOffset = offset } },
            cancellationToken);
        _options.Observer?.Acked(_opened.Observed, offset);
    }

    private async Task SendAsync(EphemeralStreamResponse response, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _responses.WriteAsync(response, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static void TryCancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The stream has ended already.
        }
    }
}
