using System.Text.Json;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary><c>POST /query</c>.</summary>
internal static class QueryEndpoint
{
    /// <exception cref="TableStoreException">The statement is refused.</exception>
    public static QueryAnswer Run(TableStore tables, QueryRequest request)
    {
        var result = tables.QueryReadOnly(request.Sql);
        Func<object?, JsonElement> convert = request.Typed ? QueryValueJson.Of : Text;
        return new QueryAnswer(result.Columns, [.. result.Rows.Select(row => (IReadOnlyList<JsonElement>)[.. row.Select(convert)])]);
    }

    private static JsonElement Text(object? value) => JsonSerializer.SerializeToElement(value is null ? null : ValueText.Of(value));
}
