namespace SqsIngestor.Cli.Serve.Control;

/// <summary>Messages to send together.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="UntilSettled">Whether to follow each until it is deleted or dead; false: until it was answered once.</param>
internal sealed record SendRequest(IReadOnlyList<WireMessage> Messages, bool UntilSettled);
