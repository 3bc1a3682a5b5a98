namespace SqsIngestor.Cli.Serve.Control;

/// <summary>A query.</summary>
/// <param name="Sql">One statement that reads.</param>
/// <param name="Typed">Whether values are JSON of their type; false for text as a terminal shows it.</param>
internal sealed record QueryRequest(string Sql, bool Typed);
