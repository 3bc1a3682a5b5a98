namespace SqsIngestor.Cli.Serve.Control;

/// <summary>Why the server did not do what it was asked to.</summary>
/// <param name="Code">A stable name.</param>
/// <param name="Message">What is wrong, with the code in front.</param>
internal sealed record ControlError(string Code, string Message);
