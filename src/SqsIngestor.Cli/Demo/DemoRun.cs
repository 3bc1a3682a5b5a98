using System.Text;
using Spectre.Console;
using SqsIngestor.Catalog;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Local;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Cli.Demo;

/// <summary>One run of the demo, with the real function and a local Databricks. It leaves no files or processes.</summary>
/// <param name="options">The settings.</param>
/// <param name="console">Gets the steps.</param>
/// <param name="result">Gets what failed, and the sum.</param>
internal sealed class DemoRun(DemoOptions options, IAnsiConsole console, IAnsiConsole result)
{
    private const int MaxRowsShown = 40;
    private MessageSum _messages;
    private int _failedInvocations;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var events = options.Events.Select(DemoEvent.Load).ToList();
        await using var databricks = await console.StepAsync("Starting a local Databricks", () =>
            LocalParts.StartDatabricksAsync(
                new LocalDatabricksOptions { DatabaseFile = options.Database?.FullName }, cancellation));
        Done("local Databricks", $"tokens and Unity Catalog on {databricks.WorkspaceUrl.Authority}, "
            + $"Zerobus on {databricks.ZerobusEndpoint.Authority}, rows in DuckDB ({options.Database?.Name ?? "in memory"})");
        var tables = new List<CatalogTable>();
        foreach (var file in options.Sql)
        {
            var created = LocalParts.CreateTables(databricks, file, options.Variables);
            foreach (var each in created)
            {
                Done("table", $"{each.Name}, {Quantity.Count(each.Columns.Count, "column")}, from {file.File.Name}");
            }

            tables.AddRange(created);
        }

        options.Variables.RefuseUnused();

        var table = tables[0];
        var files = new FunctionArguments(options.Mapping, options.Descriptor, Program: options.Function);
        var name = LocalParts.TableNameFor(files, table.Name);
        LocalParts.RequireTables(databricks, files, name);
        await using var function = await console.StepAsync("Starting the Lambda program", () =>
            DemoFunction.StartAsync(files, databricks, name, console.StartIsSlow, cancellation));
        Done("Lambda program", $"process {function.ProcessId}, {options.Mapping.Name} compiled, 1 token, 1 stream");
        foreach (var each in events) await DeliverAsync(function, each, cancellation);
        foreach (var each in tables) WriteRows(databricks, each.Name);
        return Conclude(databricks, table.Name);
    }

    private async Task DeliverAsync(DemoFunction function, DemoEvent delivered, CancellationToken cancellation)
    {
        var delivery = await console.StepAsync(
            $"Delivering {delivered.Name}", () => function.DeliverAsync(delivered, cancellation));
        var answer = delivery.Result;
        _messages += delivery.Messages;
        console.WriteLine();
        var what = delivered.Batch is { } batch ? Quantity.Count(batch.Messages.Count, "message") : "not an SQS event";
        Write($"{delivered.Name}: {what}, answered in {answer.Duration.TotalMilliseconds:0} ms", Decoration.Bold);
        if (answer.Outcome == InvocationOutcome.Succeeded)
        {
            Write("  " + Encoding.UTF8.GetString(answer.Response.Span));
        }
        else
        {
            _failedInvocations++;
            result.WriteUnwrapped($"  {answer.Outcome} {answer.ErrorType}: {answer.ErrorMessage}", Styles.Bad);
        }
        foreach (var problem in delivery.Problems) result.WriteUnwrapped("  " + PlainText.Of(problem), Styles.Warning);
    }

    private void WriteRows(LocalDatabricks databricks, TableName table)
    {
        WriteQuery(databricks, $"SELECT * FROM {table} LIMIT {MaxRowsShown}");
        if (options.OwnTable || table.Table != "sqs_messages") return;
        WriteQuery(databricks, "SELECT body, a.key, a.value.string_value, a.value.binary_value, a.value.data_type "
            + $"FROM {table}, unnest(map_entries(message_attributes)) AS u(a) LIMIT {MaxRowsShown}");
    }

    private void WriteQuery(LocalDatabricks databricks, string sql)
    {
        console.WriteLine();
        Write(sql, Decoration.Bold);
        RowsTable.Write(console, databricks.Tables.Query(sql));
    }

    private int Conclude(LocalDatabricks databricks, TableName table)
    {
        var rows = databricks.Tables.Count(table);
        result.WriteUnwrapped(
            $"{_messages}; {Quantity.Count(rows, "row")} in {table}; "
                + $"{Quantity.Count(_failedInvocations, "failed invocation")}; "
                + $"{Quantity.Count(databricks.Statistics.TokensIssued, "token")} and "
                + $"{Quantity.Count(databricks.Statistics.StreamsOpened, "stream")} for "
                + $"{Quantity.Count(options.Events.Count, "invocation")}.",
            Style.Plain);
        if (options.Database is { } file) result.WriteUnwrapped($"The rows are in {file}.", Style.Plain);
        return _failedInvocations > 0 || (options.OwnEvents && _messages.Returned > 0) ? ExitCodes.Failure : ExitCodes.Success;
    }

    private void Done(string what, string details)
    {
        console.Write(new Text("✓ ", Color.Green));
        console.Write(new Text($"{what,-18}", new Style(decoration: Decoration.Bold)));
        Write(details);
    }

    private void Write(string text, Decoration decoration = Decoration.None) =>
        console.WriteUnwrapped(text, new Style(decoration: decoration));
}
