using System.Diagnostics;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// The statistics of each request of a stream, from its acceptance until they are exported. Only streams whose client exports
/// statistics have one. Not thread-safe: its ledger's lock guards it.
/// </summary>
internal sealed class RequestLog(TimeProvider clock)
{
    /// <summary>The send time of a write that was never sent.</summary>
    public const long NotSent = long.MinValue;

    private readonly Ring<(long AcceptedAt, int Records, int Bytes)> _accepted = new();

    // Settled, and nobody has said yet with which outcome.
    private readonly Ring<ZerobusRequestStatistics> _settled = new();
    private readonly Ring<ZerobusRequestStatistics> _ended = new();
    private long _head;

    /// <summary>The first write gets this offset instead of 0.</summary>
    public void StartAt(long offset) => _head = offset;

    /// <summary>A write is accepted.</summary>
    public void Accepted(int records, long bytes) => _accepted.Add((clock.GetTimestamp(), records, (int)bytes));

    /// <summary>The oldest write is settled.</summary>
    /// <param name="sentAt">When it was sent last; <see cref="NotSent"/> if it was not.</param>
    public void Settled(long sentAt)
    {
        var (acceptedAt, records, bytes) = _accepted.RemoveFirst();
        var wasSent = sentAt != NotSent;
        _settled.Add(new ZerobusRequestStatistics
        {
            Table = default!,
            StreamId = "",
            Offset = _head++,
            Records = records,
            Bytes = bytes,
            Wait = wasSent ? clock.GetElapsedTime(acceptedAt, sentAt) : null,
            AckLatency = wasSent ? clock.GetElapsedTime(sentAt) : null,
            Outcome = default,
        });
    }

    /// <summary>What became of the writes that were settled since the last call.</summary>
    /// <param name="refused">Null if all of them are durable.</param>
    public void Ended(RefusedWrite? refused) => Ended(refused?.Code switch
    {
        null => ZerobusRequestOutcome.Durable,
        ZerobusErrorCode.RecordSuspected => ZerobusRequestOutcome.Suspected,
        ZerobusErrorCode.RecordWithdrawn => ZerobusRequestOutcome.Withdrawn,
        ZerobusErrorCode.RecordRefused => ZerobusRequestOutcome.Refused,
        _ => throw new UnreachableException(),
    });

    /// <summary>The stream is over, and this write was not settled. Call it for each, in order.</summary>
    /// <param name="sentAt">As for <see cref="Settled"/>.</param>
    public void Unsettled(long sentAt)
    {
        Settled(sentAt);
        Ended(ZerobusRequestOutcome.Unsettled);
    }

    /// <summary>The next request whose outcome is known, without its table and stream id.</summary>
    public bool TryTake(out ZerobusRequestStatistics request)
    {
        if (_ended.Count == 0)
        {
            request = default;
            return false;
        }

        request = _ended.RemoveFirst();
        return true;
    }

    private void Ended(ZerobusRequestOutcome outcome)
    {
        while (_settled.Count > 0)
        {
            var request = _settled.RemoveFirst();
            _ended.Add(request with
            {
                Outcome = outcome,
                AckLatency = outcome == ZerobusRequestOutcome.Durable ? request.AckLatency : null,
            });
        }
    }
}
