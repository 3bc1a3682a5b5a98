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
        var format = CommandSymbols.Choice("--format", "Output format: table, json or csv.", "table", "table", "json", "csv");
        var server = RunningServer.Option();
        command.AddAll(sql, format, server);
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = parsed.GetValue(format)!;
            using var client = new ControlClient(RunningServer.Find(parsed.GetValue(server)));
            var result = await client.QueryAsync(parsed.GetValue(sql)!, typed: chosen == "json", cancellation);
            if (chosen == "table")
            {
                RowsTable.Write(ConsoleFactory.Create(), new QueryResult(result.Columns, [.. result.Rows.Select(TextRow)]));
            }
            else
            {
                await Console.Out.WriteAsync(chosen == "json" ? QueryFormats.Json(result) : QueryFormats.Csv(result));
            }

            return ExitCodes.Success;
        });
    }

    private static List<object?> TextRow(IReadOnlyList<JsonElement> row) => [.. row.Select(value => value.GetString())];
}
