using System.Text.Json;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>The rows of a query.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, each with one value for each column.</param>
internal sealed record QueryAnswer(IReadOnlyList<QueryColumn> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows);
