namespace SqsIngestor.Tests.Shared;

/// <summary>What a run of the built program gave.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors);
