using Grpc.Core;
using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Internal.Errors;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Telemetry;

namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>
/// Carries a stream from connection to connection until it is closed or has failed for good. It opens one only when there is
/// something to send, so an idle or frozen process opens none.
/// </summary>
internal sealed class StreamSupervisor(
    StreamOpener opener,
    StreamLedger ledger,
    SettledEvents events,
    ZerobusStreamOptions stream,
    ZerobusClientOptions options,
    StreamTelemetry telemetry,
    Func<int, TimeSpan> pauseAfter,
    TimeProvider clock,
    ILogger logger)
{
    // The first end without progress is most likely caused by the service or the network.
    private const int StallsBeforeSuspicion = 2;

    private readonly OpenRateLimiter _isolationOpens = new(options.IsolationOpensPerMinute, clock);
    private readonly ReconnectPolicy _policy = new(options.ReopensWithoutProgress, pauseAfter);
    private readonly RecoveryErrors _errors = new(stream, options);
    private string _cause = "";
    private ZerobusException? _last;

    /// <summary>Runs until the stream is over. Never throws: the ledger tells the outcome to those who wait for it.</summary>
    /// <param name="first">The connection that the stream was opened on; this disposes it.</param>
    /// <param name="aborted">The owner aborts the stream.</param>
    public async Task RunAsync(ZerobusConnection first, CancellationToken aborted)
    {
        // An idle stream waits for work; to be aborted counts as work.
        using var wake = aborted.UnsafeRegister(static signal => ((AsyncSignal)signal!).Set(), ledger.Work);
        try
        {
            for (var connection = first; connection is not null; connection = await ReconnectAsync(aborted).ConfigureAwait(false))
                await RunOneAsync(connection, aborted).ConfigureAwait(false);
            ledger.Closed();
        }
        catch (Exception) when (aborted.IsCancellationRequested)
        {
            ledger.Fail(_errors.Aborted());
        }
        catch (ZerobusException e)
        {
            ZerobusLog.StreamFailed(logger, stream.Table, e.Code, e.Message);
            ledger.Fail(e);
        }
#pragma warning disable CA1031 // A bug of the client must reach those who wait; without this they would wait for ever.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ZerobusLog.StreamFailed(logger, stream.Table, ZerobusErrorCode.StreamFailed, e.GetType().Name);
            ledger.Fail(_errors.Broken(e));
        }
    }

    private async Task RunOneAsync(ZerobusConnection connection, CancellationToken aborted)
    {
        var (before, begun) = (ledger.Progress, clock.GetTimestamp());
        using var run = new ConnectionRun(connection, ledger, events, stream, options, clock, logger);
        var end = await run.RunAsync(aborted).ConfigureAwait(false);
        ZerobusLog.ConnectionEnded(
            logger, stream.Table, connection.StreamId, ledger.OutstandingRecords, end.Cause.ToString(),
                RedactedDetail(end.Status));
        aborted.ThrowIfCancellationRequested();
        if (!Isolate(end, connection.StreamId))
            HandleEnd(end, clock.GetElapsedTime(begun), ledger.Progress != before);
    }

    // What the service says about a refused record may quote it, and no log contains a record.
    private static string RedactedDetail(Status status) =>
        status.StatusCode == StatusCode.InvalidArgument ? "the service refused a record or the stream" : status.Detail;

    // True when a record is at fault and the search for it goes on, with a pace and a limit of its own.
    private bool Isolate(ConnectionEnd end, string streamId)
    {
        if (end is not { Cause: EndCause.Status, Status.StatusCode: StatusCode.InvalidArgument }
            || !ledger.Refuse(end.Status.Detail, out var settled))
        {
            return false;
        }

        events.Raise(settled, streamId);
        _cause = ConnectionEnd.IsolationTag;
        if (!_isolationOpens.TryTake())
            throw _errors.IsolationExhausted();
        ledger.Disconnected();
        return true;
    }

    // Decides what the end means for the stream; throws when the stream ends with it.
    private void HandleEnd(ConnectionEnd end, TimeSpan life, bool progress)
    {
        _cause = end.Tag;
        var blameless = end.Cause is EndCause.CloseSignal or EndCause.Discarded or EndCause.Closed || ledger.IsSettled;
        _policy.Ended(life, progress, blameless);
        if (end.Cause is EndCause.Status or EndCause.ServerEnded)
            ledger.Suspect(stalled: _policy.Stalls >= StallsBeforeSuspicion);
        ledger.Disconnected();

        if (end.Cause == EndCause.Status && FailureClassifier.IsFinal(end.Status.StatusCode))
            throw FailureClassifier.OfStream(end.Status, end.Error);
        if (blameless)
            return;

        _last = end.Cause switch
        {
            EndCause.Silence => _errors.Silence(),
            EndCause.Violation => RecoveryErrors.Violation(end.Status.Detail),
            _ => FailureClassifier.OfStream(end.Status, end.Error),
        };
        GiveUpWhenExhausted();
    }

    // The next connection, or null when the stream is closed and everything is settled.
    private async Task<ZerobusConnection?> ReconnectAsync(CancellationToken aborted)
    {
        while (ledger.IsSettled)
        {
            if (ledger.IsClosing)
                return null;
            await ledger.Work.WaitAsync().ConfigureAwait(false);
            aborted.ThrowIfCancellationRequested();
        }

        while (true)
        {
            await Task.Delay(_policy.Pause, clock, aborted).ConfigureAwait(false);
            try
            {
                var connection = await opener.OpenAsync(aborted).ConfigureAwait(false);
                telemetry.Reopened(_cause);
                return connection;
            }
            catch (ZerobusException e) when (e.IsRetryable)
            {
                _policy.OpenFailed();
                ZerobusLog.OpenFailed(logger, stream.Table, e.Code, _policy.Stalls, e.Message);
                _last = e;
                GiveUpWhenExhausted();
            }
        }
    }

    private void GiveUpWhenExhausted()
    {
        if (_policy.IsExhausted)
            throw _errors.NoProgress(_policy.Stalls, ledger.Head, _last!);
    }
}
