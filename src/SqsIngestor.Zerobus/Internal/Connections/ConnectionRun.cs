using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus.Internal.Errors;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// The life of one open connection: a send loop, a receive loop, and a watch over the acks. The first of them that notices the
/// end names the cause; the others then stop. Runs once.
/// </summary>
internal sealed class ConnectionRun(
    ZerobusConnection connection,
    StreamLedger ledger,
    SettledEvents events,
    ZerobusStreamOptions stream,
    ZerobusClientOptions options,
    TimeProvider clock,
    ILogger logger) : IDisposable
{
    // A send can fail before the receive loop has read the status that explains it.
    private static readonly TimeSpan StatusWait = TimeSpan.FromSeconds(1);

    // A connection lives for about 15 minutes, and the ack watch ends one that settles nothing.
    private static readonly TimeSpan LongestDrain = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource<ConnectionEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopSending;
    private EndCause? _plannedEnd;
    private Task _draining = Task.CompletedTask;
    private Task _sending = Task.CompletedTask;
    private Task _receiving = Task.CompletedTask;

    /// <summary>
    /// Runs until the connection ends, for any reason, and disposes it. No loop is left running afterwards.
    /// </summary>
    public async Task<ConnectionEnd> RunAsync(CancellationToken aborted)
    {
        await using var registration = aborted.UnsafeRegister(
            static run => ((ConnectionRun)run!).End(ConnectionEnd.Of(EndCause.Aborted)), this).ConfigureAwait(false);
        if (!ledger.Connected(connection.Committed))
        {
            connection.Dispose();
            return ConnectionEnd.Of(EndCause.Foreign);
        }

        _sending = SendAsync();
        _receiving = ReceiveAsync();
        var watching = GuardAsync(WatchAcksAsync);
        var closing = GuardAsync(CloseWhenSettledAsync);

        var end = await _end.Task.ConfigureAwait(false);
        if (end.Cause == EndCause.Status && connection.IsSharedAndOver && FailureClassifier.IsTransport(end.Error))
            end = end with { WasShared = true };
        if (end is { Cause: EndCause.Silence, WasAlive: false })
            connection.Condemn();
        _stopSending = true;
        await _over.CancelAsync().ConfigureAwait(false);
        connection.Dispose();
        ledger.Signals.SetAll();
        await Task.WhenAll(_sending, _receiving, watching, closing).ConfigureAwait(false);
        await _draining.ConfigureAwait(false);
        return end;
    }

    public void Dispose() => _over.Dispose();

    private void End(ConnectionEnd end) => _end.TrySetResult(end);

    // A task that breaks next to the loops would leave the connection without a watch, or paused for ever: it ends it instead.
    private async Task GuardAsync(Func<Task> beside)
    {
        try
        {
            await beside().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // As in the send loop.
        catch (Exception e)
#pragma warning restore CA1031
        {
            End(ConnectionEnd.Of(e));
        }
    }

    private async Task SendAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var frame = new RequestFrame(connection.IsPersistent);
        try
        {
            while (!_stopSending)
            {
                switch (ledger.TryTake(frame, out var more))
                {
                    case TakeResult.Taken:
                        if (!TryNote(frame.Sent))
                            return;
                        await connection.SendAsync(frame, more).ConfigureAwait(false);
                        break;
                    case TakeResult.Nothing:
                        events.Raise(connection.StreamId);
                        await connection.FlushAsync().ConfigureAwait(false);
                        await ledger.Signals.Sendable.WaitAsync().ConfigureAwait(false);
                        break;
                    case TakeResult.Discard:
                        End(ConnectionEnd.Of(EndCause.Discarded));
                        return;
                    default:
                        throw new UnreachableException();
                }
            }
        }
#pragma warning disable CA1031 // Whatever breaks a connection is a reason to replace it, and must not end the loop silently.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await WhenOverAsync(_receiving, StatusWait).ConfigureAwait(false);
            End(ConnectionEnd.Of(e));
        }
    }

    // The owner must be able to note a request before the service can have it. Without the note, it must not be sent.
    private bool TryNote(in SentWrite sent)
    {
        try
        {
            stream.Persistent?.OnSend?.Invoke(sent);
            return true;
        }
#pragma warning disable CA1031 // Whatever the owner's callback throws, no record and no connection is the cause.
        catch (Exception e)
#pragma warning restore CA1031
        {
            End(ConnectionEnd.Of(EndCause.NotNoted) with { Error = e });
            return false;
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await connection.ReadAsync(_over.Token).ConfigureAwait(false))
            {
                if (!Handle(connection.Current))
                    return;
            }

            End(ConnectionEnd.Of(_plannedEnd ?? EndCause.ServerEnded));
        }
#pragma warning disable CA1031 // As in the send loop.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var end = ConnectionEnd.Of(e);
            End(_plannedEnd is { } cause && !FailureClassifier.IsFinal(end.Status.StatusCode) ? ConnectionEnd.Of(cause) : end);
        }
    }

    private bool Handle(ServiceMessage message)
    {
        switch (message.Kind)
        {
            case ServiceMessageKind.Ack:
                if (ledger.Ack(message.UpTo) == AckResult.Violation)
                {
                    End(ConnectionEnd.Violation($"The ack {message.UpTo} does not fit what was sent."));
                    return false;
                }

                events.Raise(connection.StreamId);
                return true;

            case ServiceMessageKind.CloseSignal:
                if (_plannedEnd is null)
                {
                    var allowed = message.Notice?.Clamp(LongestDrain) ?? TimeSpan.Zero;
                    _draining = GuardAsync(() => DrainAndCloseAsync(allowed));
                }

                return true;

            // Others open a stream, or are none that this client knows.
            default:
                End(ConnectionEnd.Violation($"The service sent {message.Kind} on an open stream."));
                return false;
        }
    }

    // The service is about to close the stream: stop sending, read the remaining acks, then close before the service does.
    private async Task DrainAndCloseAsync(TimeSpan allowed)
    {
        _plannedEnd = EndCause.CloseSignal;
        var own = options.CloseSignalMaxWait;
        var wait = own >= TimeSpan.Zero && own < allowed ? own : allowed;
        ZerobusLog.CloseSignal(logger, stream.Table, connection.StreamId, wait.TotalMilliseconds);
        ledger.Pause();
        await WhenOverAsync(ledger.WhenDrainedAsync(), wait).ConfigureAwait(false);
        await HalfCloseAsync(options.LateAckWait).ConfigureAwait(false);
        End(ConnectionEnd.Of(EndCause.CloseSignal));
    }

    private async Task CloseWhenSettledAsync()
    {
        while (!_end.Task.IsCompleted)
        {
            if (ledger is { IsClosing: true, IsSettled: true })
            {
                _plannedEnd = EndCause.Closed;
                await HalfCloseAsync(options.LateAckWait).ConfigureAwait(false);
                End(ConnectionEnd.Of(EndCause.Closed));
                return;
            }

            await ledger.Signals.Work.WaitAsync().ConfigureAwait(false);
        }
    }

    // Half-closes, then reads until the server ends the call or the time is up.
    private async Task HalfCloseAsync(TimeSpan wait)
    {
        _stopSending = true;
        ledger.Signals.Sendable.Set();
        await WhenOverAsync(_sending, wait).ConfigureAwait(false);
        if (!_sending.IsCompleted)
            return;

        try
        {
            await connection.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The call has ended already; the receive loop has the cause.
        }

        await WhenOverAsync(_receiving, wait).ConfigureAwait(false);
    }

    private async Task WhenOverAsync(Task task, TimeSpan wait) =>
        await Task.WhenAny(task, _end.Task, Task.Delay(wait, clock, _over.Token)).ConfigureAwait(false);

    private async Task WatchAcksAsync()
    {
        var deadline = new AckDeadline(options.AckTimeout, options.SuspectAfter, options.FreezeRecovery / 2);
        var answer = Task.CompletedTask;
        while (!_over.IsCancellationRequested)
        {
            await ledger.Signals.Outstanding.WaitAsync().ConfigureAwait(false);
            deadline.Start(clock.GetUtcNow(), Now());
            // The answer to an earlier probe may never have come, or come while nobody looked.
            if (deadline.IsSuspect)
                Suspect(TimeSpan.Zero);
            var progress = ledger.Progress;
            while (ledger.HasOutstanding && !_over.IsCancellationRequested)
            {
                // After a silence, an ack of anything proves the connection: all of it is sent after the silence.
                if (ledger.TakeSuspicion())
                    Suspect(TimeSpan.Zero);
                var tick = Task.Delay(AckDeadline.Tick, clock, _over.Token);
                await (deadline.IsSuspect ? Task.WhenAny(tick, answer) : tick)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (deadline.IsSuspect && answer.IsCompleted)
                {
                    deadline.Proved(Now(), Since(ledger.WaitingSince));
                    ZerobusLog.ConnectionProved(logger, stream.Table, connection.StreamId);
                }

                if (ledger.Progress != progress)
                    deadline.Progress(Now(), Since(ledger.NewestSettledSentAt));
                progress = ledger.Progress;
                deadline.Timeout = options.AckLimit?.Value ?? options.AckTimeout;
                if (deadline.HasResumed(clock.GetUtcNow()))
                    Suspect(Now());
                var waiting = Since(ledger.WaitingSince);
                if (ledger.HasOutstanding && deadline.ShouldAsk(Now(), waiting))
                    answer = connection.ProbeAsync();
                if (ledger.HasOutstanding && deadline.HasPassed(Now(), waiting))
                {
                    var alive = deadline.WasAsked(waiting) && answer.IsCompleted;
                    End(ConnectionEnd.Of(EndCause.Silence) with { WasAlive = alive });
                    return;
                }

                // A silence comes first: it is counted, and the record that causes it is searched for.
                if (ledger.MustRenew && deadline.HasReadAll(Now()))
                {
                    End(ConnectionEnd.Of(EndCause.Renewed));
                    return;
                }
            }
        }

        void Suspect(TimeSpan since)
        {
            deadline.Suspect(since, Now());
            answer = connection.ProbeAsync();
        }
    }

    private TimeSpan Now() => Since(clock.GetTimestamp());

    private TimeSpan Since(long timestamp) => clock.GetElapsedTime(0, timestamp);
}
