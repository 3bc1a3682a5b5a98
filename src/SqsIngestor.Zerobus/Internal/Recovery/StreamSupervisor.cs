using System.Diagnostics;
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
    // How often to look for writes whose time is up while there is no connection.
    internal static readonly TimeSpan ExpiryCheck = TimeSpan.FromMilliseconds(500);

    private readonly ReconnectPolicy _policy = new(options.ReopensWithoutProgress, pauseAfter);
    private readonly RecoveryErrors _errors = new(stream);
    private ZerobusReopenCause? _cause;
    private string _streamId = "";
    private readonly FatalEnds _fatal = new();
    private readonly SharingPolicy _sharing = new();
    private ZerobusException? _last;

    /// <summary>Runs until the stream is over. Never throws: the ledger tells the outcome to those who wait for it.</summary>
    /// <param name="first">The connection that the stream was opened on; this disposes it.</param>
    /// <param name="aborted">The owner aborts the stream.</param>
    public async Task RunAsync(ZerobusConnection first, CancellationToken aborted)
    {
        // An idle stream waits for work; to be aborted counts as work.
        using var wake = aborted.UnsafeRegister(static signal => ((AsyncSignal)signal!).Set(), ledger.Signals.Work);
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
        var before = ledger.Progress;
        _streamId = connection.StreamId;
        using var run = new ConnectionRun(connection, ledger, events, stream, options, clock, logger);
        var end = await run.RunAsync(aborted).ConfigureAwait(false);
        ZerobusLog.ConnectionEnded(
            logger, stream.Table, connection.StreamId, ledger.OutstandingRecords, end.Cause.ToString(), end.Describe());
        aborted.ThrowIfCancellationRequested();
        if (end is { Cause: EndCause.Status, Status.StatusCode: StatusCode.Unauthenticated or StatusCode.PermissionDenied })
            opener.InvalidateToken();
        if (end.Cause == EndCause.Foreign || (stream.Persistent is not null && end.IsTakenOver))
            throw _errors.Foreign();
        if (end.Cause == EndCause.NotNoted)
            throw _errors.NotNoted(end.Error!);
        var byStatus = end is { Cause: EndCause.Status, Status.StatusCode: StatusCode.InvalidArgument };
        // The two may be due at the same time, and a dead connection falls silent while acks have time to come. In each case,
        // nobody waits for what was given up.
        var wasRenewed = end.Cause == EndCause.Renewed || (end.Cause == EndCause.Silence && ledger.IsRenewalDue);
        var step = end.MayBeARecord ? ledger.Ended(byStatus, end.Kind, end.Status.Detail) : SearchStep.None;
        var concernsRecords = step != SearchStep.None;
        if (wasRenewed)
            ledger.Renewed();
        ledger.Disconnected();
        events.Raise(connection.StreamId);
        _cause = concernsRecords && byStatus ? ZerobusReopenCause.Isolation : end.ReopenCause;

        var progress = ledger.Progress != before;
        _sharing.Ended(end.WasShared, inVain: !progress && !ledger.IsSettled, IsPlanned(end.Cause));
        opener.IsAlone = _sharing.IsAlone;
        if (_fatal.Check(end, concernsRecords, progress, ledger.IsSettled) is { } fatal)
            throw fatal;
        Count(end, progress, (concernsRecords && byStatus) || step == SearchStep.Found);
    }

    private void Count(ConnectionEnd end, bool progress, bool searched)
    {
        // It lived for too short a time to prove anything: it neither counts as a stall nor ends a row of them.
        if (end.Cause == EndCause.Renewed && !progress)
            return;
        var blameless = IsPlanned(end.Cause) || ledger.IsSettled;
        _policy.Ended(progress || searched, blameless, end.MayBeARecord);
        if (blameless)
            return;
        _last = end.Cause switch
        {
            EndCause.Silence => _errors.Silence(),
            EndCause.Violation => RecoveryErrors.Violation(end.Status.Detail),
            EndCause.Status or EndCause.ServerEnded or EndCause.Aborted => FailureClassifier.OfStream(end.Status, end.Error),
            // What is planned has no one to blame.
            _ => throw new UnreachableException(),
        };
        GiveUpWhenExhausted();
    }

    private static bool IsPlanned(EndCause cause) =>
        cause is EndCause.CloseSignal or EndCause.Discarded or EndCause.Renewed or EndCause.Closed;

    // The next connection, or null when the stream is closed and everything is settled.
    private async Task<ZerobusConnection?> ReconnectAsync(CancellationToken aborted)
    {
        var pause = Task.Delay(_policy.Pause, clock, aborted);
        while (await HasWorkAsync(aborted).ConfigureAwait(false))
        {
            // It began with the failure: what is written after it does not wait.
            await SettleExpiredUntilAsync(pause).ConfigureAwait(false);
            // Everything may have expired or been withdrawn meanwhile.
            if (ledger.IsSettled)
                continue;
            try
            {
                var opening = opener.OpenAsync(isFirst: false, aborted);
                await SettleExpiredUntilAsync(opening).ConfigureAwait(false);
                var connection = await opening.ConfigureAwait(false);
                telemetry.Reopened(_cause!.Value, _streamId, connection.StreamId);
                return connection;
            }
            catch (ZerobusException e) when (e.IsRetryable)
            {
                _policy.OpenFailed();
                ZerobusLog.OpenFailed(logger, stream.Table, e.Code, _policy.Stalls, e.Message);
                _last = e;
                GiveUpWhenExhausted();
                pause = Task.Delay(_policy.Pause, clock, aborted);
            }
        }

        return null;
    }

    // Waits until there is something to send; false when the stream is closed and everything is settled.
    private async Task<bool> HasWorkAsync(CancellationToken aborted)
    {
        while (ledger.IsSettled)
        {
            if (ledger.IsClosing)
                return false;
            await ledger.Signals.Work.WaitAsync().ConfigureAwait(false);
            aborted.ThrowIfCancellationRequested();
        }

        return true;
    }

    // No connection settles what expires meanwhile, and somebody may wait for it.
    private async Task SettleExpiredUntilAsync(Task over)
    {
        while (!over.IsCompleted)
        {
            await Task.WhenAny(over, Task.Delay(ExpiryCheck, clock, CancellationToken.None)).ConfigureAwait(false);
            ledger.SettleExpired();
            events.Raise(_streamId);
        }

        await over.ConfigureAwait(false);
    }

    private void GiveUpWhenExhausted()
    {
        if (_policy.IsExhausted)
            throw _errors.NoProgress(_policy.Stalls, _policy.MayBeARecord ? ledger.Head : null, _last!);
    }
}
