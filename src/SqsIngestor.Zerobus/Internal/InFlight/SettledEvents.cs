using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus.Internal.Telemetry;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Tells the owner of a stream what was settled, one event at a time, in offset order and outside of the ledger's lock. Safe for
/// use by several threads.
/// </summary>
internal sealed class SettledEvents(
    StreamLedger ledger, ZerobusStreamOptions stream, StreamTelemetry telemetry, ILogger logger)
{
    private readonly Lock _raising = new();

    // Calls that ask for an export which is not done.
    private int _exports;

    /// <summary>The id of the connection of the last call; null before the first.</summary>
    public string? LastStreamId { get; private set; }

    /// <summary>Reports what was settled since the last call.</summary>
    public void Raise(string streamId)
    {
        LastStreamId = streamId;
        lock (_raising)
        {
            while (ledger.TryTakeEvent(out var settled))
                Raise(settled, streamId);
        }

        if (telemetry.Exporter is { } exporter)
            Export(exporter, streamId);
    }

    // Outside of every lock. Whoever is at it exports also what was settled meanwhile, so that the requests keep their order.
    private void Export(StatisticsExporter exporter, string streamId)
    {
        if (Interlocked.Increment(ref _exports) > 1)
            return;
        int asked;
        do
        {
            asked = Volatile.Read(ref _exports);
            while (ledger.TryTakeRequest(out var request))
                exporter.RequestEnded(request with { Table = stream.Table, StreamId = streamId });
        }
        while (Interlocked.Add(ref _exports, -asked) > 0);
    }

    private void Raise(in AckEvent settled, string streamId)
    {
        if (settled.Refused is { } refused)
            Log(refused, streamId);
        try
        {
            stream.OnAck?.Invoke(settled);
        }
#pragma warning disable CA1031 // Whatever the owner's callback throws must not end the loop that reports.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ZerobusLog.CallbackThrew(logger, stream.Table, e.GetType().Name);
        }
    }

    private void Log(RefusedWrite refused, string streamId)
    {
        if (refused.Code == ZerobusErrorCode.RecordWithdrawn)
        {
            ZerobusLog.RecordWithdrawn(logger, stream.Table, refused.Offset);
            return;
        }

        telemetry.Refused(refused.Indexes.Count);
        if (refused.Code == ZerobusErrorCode.RecordSuspected)
        {
            ZerobusLog.RecordSuspected(logger, stream.Table, streamId, refused.Offset);
            return;
        }

        foreach (var index in refused.Indexes)
            ZerobusLog.RecordRefused(logger, stream.Table, streamId, refused.Offset, index);
    }
}
