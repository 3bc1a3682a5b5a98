using System.CommandLine;
using System.Text.Json;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Query;

/// <summary><c>sqs-ingestor query</c>.</summary>
internal static class QueryCommand
{
    public static CommandInfo Info { get; } = new("query", CommandGroup.LocalRuns, "Query the rows of the running local server")
    {
        Details = "Runs one read-only statement in the server that 'serve' started.",
        Examples =
        [
            "sqs-ingestor query \"SELECT message_id, body FROM main.raw.sqs_messages\"",
            "sqs-ingestor query \"SELECT count(*) AS n FROM sqs_messages\" --format json",
        ],
        FailsIf = "The server does not answer.",
        Build = Build,
    };

    private static void Build(Command command)
    {
        var sql = new Argument<string>("SQL")
        {
            Description = "One read-only statement in DuckDB's dialect. Tables are catalog.schema.table.",
        };
        var format = CommandSymbols.Format("table", null, ("json", ""), ("csv", ""));
        var output = new CommandOutput();
        var server = RunningServer.Option();
        command.AddAll(sql, format, output.Option, server);
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = parsed.GetValue(format)!;
            using var client = new ControlClient(RunningServer.Find(parsed.GetValue(server)));
            var result = await ProgressBar.RunAsync(
                "Querying", () => client.QueryAsync(parsed.GetValue(sql)!, typed: chosen == "json", cancellation));
            if (chosen == "table")
            {
                var rows = new QueryResult(result.Columns, [.. result.Rows.Select(TextRow)]);
                output.Write(parsed, console => RowsTable.Write(console, rows));
            }
            else
            {
                output.Write(parsed, chosen == "json" ? QueryFormats.Json(result) : QueryFormats.Csv(result));
            }

            return ExitCodes.Success;
        });
    }

    private static List<object?> TextRow(IReadOnlyList<JsonElement> row) => [.. row.Select(value => value.GetString())];
}
