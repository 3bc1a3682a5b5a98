namespace SqsIngestor.Zerobus;

/// <summary>The name to subscribe to for metrics and traces.</summary>
public static class ZerobusTelemetry
{
    /// <summary>The name of the client's Meter and ActivitySource: <c>SqsIngestor.Zerobus</c>.</summary>
    public const string Name = "SqsIngestor.Zerobus";
}
