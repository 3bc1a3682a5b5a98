using SqsIngestor.Mapping.Language.Tests;

namespace SqsIngestor.Cli.Test;

/// <summary>A test of a file, run.</summary>
/// <param name="File">As the command line names it.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record TestOutcome(string File, MappingTestResult Result, TimeSpan Duration);
