namespace SqsIngestor.Zerobus;

/// <summary>What a new connection is for: see <see cref="ZerobusClientOptions.ConnectCallback"/>.</summary>
/// <param name="Host">The host of the endpoint: a name, or an address.</param>
/// <param name="Port">The port of the endpoint.</param>
public readonly record struct ZerobusConnectionContext(string Host, int Port);
