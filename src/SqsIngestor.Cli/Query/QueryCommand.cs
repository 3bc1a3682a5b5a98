using System.CommandLine;
using System.Text.Json;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Query;

/// <summary><c>sqs-ingestor query</c>.</summary>
internal static class QueryCommand
{
    public static Command Create()
    {
        var sql = new Argument<string>("SQL") { Description = "One statement that reads, in DuckDB's dialect; tables are catalog.schema.table." };
        var format = new Option<string>("--format") { Description = "table, json or csv.", HelpName = "FORMAT", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json", "csv");
        var server = RunningServer.Option();
        var command = new Command("query", "Query the rows of the server that 'serve' has started. Exit code 2: the server refuses the statement, or none runs.") { sql, format, server };
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = parsed.GetValue(format)!;
            using var client = new ControlClient(RunningServer.Find(parsed.GetValue(server)));
            var answer = await client.QueryAsync(parsed.GetValue(sql)!, typed: chosen == "json", cancellation);
            if (chosen == "table") RowsTable.Write(ConsoleFactory.Create(), new QueryResult(answer.Columns, [.. answer.Rows.Select(TextRow)]));
            else await Console.Out.WriteAsync(chosen == "json" ? QueryFormats.Json(answer) : QueryFormats.Csv(answer));
            return ExitCodes.Success;
        });
        return command;
    }

    private static List<object?> TextRow(IReadOnlyList<JsonElement> row) => [.. row.Select(value => value.GetString())];
}
