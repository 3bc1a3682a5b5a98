namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>Where the commands ask the server, on loopback.</summary>
/// <param name="Url">HTTP.</param>
/// <param name="Token">The bearer token.</param>
internal sealed record ControlInfo(Uri Url, string Token);
