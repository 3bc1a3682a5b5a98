namespace SqsIngestor.Emulator.Tables.Queries;

/// <summary>A column of a query's result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its DuckDB type, for instance <c>MAP(VARCHAR, VARCHAR)</c>.</param>
public sealed record QueryColumn(string Name, string Type);
