using System.Diagnostics;

namespace SqsIngestor.Zerobus.Internal.Telemetry;

/// <summary>The source of this client's spans.</summary>
internal static class ZerobusActivity
{
    public static ActivitySource Source { get; } = new(ZerobusTelemetry.Name);
}
