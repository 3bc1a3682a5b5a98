using System.Threading.Channels;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>
/// Acks committed requests, each when its own delay is over: requests that arrived together are acked together. It sends nothing
/// while <see cref="FaultSwitches.HoldAcks"/> is on.
/// </summary>
internal sealed class AckLoop(
    TimeProvider clock, TimeSpan delay, FaultSwitches faults, Func<long, CancellationToken, Task> sendAck)
{
    public async Task RunAsync(ChannelReader<PendingRequest> committed, CancellationToken cancellationToken)
    {
        while (await committed.WaitToReadAsync(cancellationToken))
        {
            if (!committed.TryRead(out var last)) continue;
            var remaining = Remaining(last);
            if (remaining > TimeSpan.Zero) await Task.Delay(remaining, clock, cancellationToken);
            await faults.AcksReleased.WaitAsync(cancellationToken);
            while (committed.TryPeek(out var next) && Remaining(next) <= TimeSpan.Zero && committed.TryRead(out next))
            {
                last = next;
            }
            await sendAck(last.Offset, cancellationToken);
        }
    }

    private TimeSpan Remaining(PendingRequest request) => delay - clock.GetElapsedTime(request.ReceivedAt);
}
