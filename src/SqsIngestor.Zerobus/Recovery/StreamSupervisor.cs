using Grpc.Core;
using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus.Connections;
using SqsIngestor.Zerobus.Streams;
using SqsIngestor.Zerobus.Telemetry;

namespace SqsIngestor.Zerobus.Recovery;

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
    Backoff backoff,
    TimeProvider clock,
    ILogger logger)
{
    // The first such end is most likely the service's or the network's own doing.
    private const int StallsBeforeSuspicion = 1;

    private readonly OpenBudget _isolation = new(options.IsolationOpensPerMinute, clock);

    // Connections and attempts in a row that settled nothing.
    private int _stalls;
    private ZerobusException? _last;

    public async Task RunAsync(ZerobusConnection first, CancellationToken aborted)
    {
        // An idle stream waits for work; being aborted is some.
        using var wake = aborted.UnsafeRegister(static signal => ((AsyncSignal)signal!).Set(), ledger.Work);
        var connection = first;
        try
        {
            do
            {
                var before = ledger.Progress;
                using var run = new ConnectionRun(connection, ledger, events, stream, options, clock, logger);
                var end = await run.RunAsync(aborted).ConfigureAwait(false);
                Log.ConnectionEnded(logger, stream.Table, connection.StreamId, ledger.OutstandingRecords, end.Cause.ToString(), end.Status.Detail);
                Learn(end, connection.StreamId, ledger.Progress != before);
                aborted.ThrowIfCancellationRequested();
            }
            while (await ReconnectAsync(aborted).ConfigureAwait(false) is { } next && (connection = next) is not null);

            ledger.Closed();
        }
        catch (ZerobusException e)
        {
            Log.Failed(logger, stream.Table, e.Code, e.Message);
            ledger.Fail(e);
        }
#pragma warning disable CA1031 // A fault of our own must reach those who wait; without this they would wait for ever.
        catch (Exception e) when (!aborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(logger, stream.Table, ZerobusErrorCode.StreamFailed, e.GetType().Name);
            ledger.Fail(new ZerobusException(
                ZerobusErrorCode.StreamFailed, $"The stream into {stream.Table} broke: {e.GetType().Name}.", "Report it; write the unacked records again.", true, e));
        }
        catch (Exception) when (aborted.IsCancellationRequested)
        {
            ledger.Fail(new ZerobusException(
                ZerobusErrorCode.Aborted, $"The stream into {stream.Table} was aborted.", "Write the unacked records to another stream.", isRetryable: true));
        }
    }

    // Decides what the end means for the stream; throws when it is the end of the stream, too.
    private void Learn(ConnectionEnd end, string streamId, bool progress)
    {
        if (progress || end.Cause is EndCause.CloseSignal or EndCause.Discarded)
            _stalls = 0;

        if (end is { Cause: EndCause.Status, Status.StatusCode: StatusCode.InvalidArgument }
            && ledger.Refuse(end.Status.Detail, out var settled))
        {
            events.Raise(settled, streamId);
            telemetry.Reopened("isolation");
            if (!_isolation.TryTake())
                throw Exhausted(end.Status.Detail);
            ledger.Disconnected();
            return;
        }

        if (end.Cause is EndCause.Status or EndCause.ServerEnded)
            ledger.Suspect(stalled: !progress && _stalls >= StallsBeforeSuspicion);
        var unsettled = ledger.Disconnected();
        if (end.Cause == EndCause.Status && FailureClassifier.IsFinal(end.Status.StatusCode))
            throw FailureClassifier.OfStream(end.Status, end.Error);

        if (!unsettled || end.Cause is EndCause.CloseSignal or EndCause.Closed or EndCause.Aborted)
            return;

        telemetry.Reopened(end.Cause.ToString());
        _last = end.Cause switch
        {
            EndCause.Silence => Silence(),
            EndCause.Violation => new ZerobusException(
                ZerobusErrorCode.ProtocolViolation, end.Status.Detail, "Report it to the service; write the unacked records again.", true),
            _ => FailureClassifier.OfStream(end.Status, end.Error),
        };
        if (!progress)
            Stall();
    }

    // The next connection, or null when the stream is closed and owes nothing.
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
            await Task.Delay(backoff.Before(_stalls), clock, aborted).ConfigureAwait(false);
            try
            {
                return await opener.OpenAsync(aborted).ConfigureAwait(false);
            }
            catch (ZerobusException e) when (e.IsRetryable)
            {
                Log.OpenFailed(logger, stream.Table, e.Code, _stalls + 1, e.Message);
                _last = e;
                Stall();
            }
        }
    }

    private void Stall()
    {
        if (++_stalls < options.ReopensWithoutProgress)
            return;
        throw new ZerobusException(
            ZerobusErrorCode.NoProgress,
            $"{_stalls} connections in a row into {stream.Table} settled nothing; the last ended with {_last!.Message}",
            "Write the unacked records again later; if it persists, the oldest of them may be what ends the connections.",
            isRetryable: true,
            _last)
        {
            SuspectOffset = ledger.Head,
        };
    }

    private ZerobusException Silence() => new(
        ZerobusErrorCode.AckTimedOut,
        $"The oldest unacked record into {stream.Table} got no ack in time.",
        "Write the unacked records again.",
        isRetryable: true);

    private ZerobusException Exhausted(string reason) => new(
        ZerobusErrorCode.IsolationExhausted,
        $"Finding the records that {stream.Table} refuses took {options.IsolationOpensPerMinute} opens within a minute; the last refusal: {reason}.",
        "Write the unacked records again later, in smaller numbers, or fix their source.",
        isRetryable: true)
    {
        GrpcStatus = (int)StatusCode.InvalidArgument,
    };
}
