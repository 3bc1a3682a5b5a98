using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus.Internal.Telemetry;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>Tells the owner of a stream what was settled. Called by one loop at a time and outside of any lock.</summary>
internal sealed class SettledEvents(ZerobusStreamOptions stream, StreamTelemetry telemetry, ILogger logger)
{
    public void Raise(AckEvent? settled, string streamId)
    {
        if (settled is not { } happened)
            return;

        if (happened.Refused is { } refused)
        {
            telemetry.Refused(refused.Indexes.Count);
            foreach (var index in refused.Indexes)
                ZerobusLog.RecordRefused(logger, stream.Table, streamId, refused.Offset, index);
        }

        try
        {
            stream.OnAck?.Invoke(happened);
        }
#pragma warning disable CA1031 // Whatever the owner's callback throws must not end the receive loop.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ZerobusLog.CallbackThrew(logger, stream.Table, e.GetType().Name);
        }
    }
}
