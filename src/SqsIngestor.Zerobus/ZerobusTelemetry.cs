namespace SqsIngestor.Zerobus;

/// <summary>Where to listen: the name of this client's ActivitySource and Meter.</summary>
public static class ZerobusTelemetry
{
    /// <summary><c>SqsIngestor.Zerobus</c>.</summary>
    public const string Name = "SqsIngestor.Zerobus";
}
