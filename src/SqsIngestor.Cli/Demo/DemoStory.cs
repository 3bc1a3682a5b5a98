using System.Text;
using Spectre.Console;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Local;
using SqsIngestor.Cli.Schema;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator;

namespace SqsIngestor.Cli.Demo;

/// <summary>
/// The demo without files of the user: what the function does, step by step, with the real program and a local Databricks. It
/// leaves no files or processes.
/// </summary>
/// <param name="variables">Values for SQL files. The story's have no variables, so there must be none.</param>
/// <param name="database">The DuckDB file of the rows; null for memory.</param>
/// <param name="program">The Lambda program; null for the bundled one.</param>
/// <param name="console">Gets the steps.</param>
/// <param name="result">Gets the sum.</param>
internal sealed class DemoStory(
    VariableValues variables, FileInfo? database, FileInfo? program, IAnsiConsole console, IAnsiConsole result)
{
    private const string NewColumn = "sender";
    private const string NewColumnPath = "$.message.attributes.SenderId";

    private static readonly TableName Messages = TableName.Parse("main.raw.sqs_messages");
    private static readonly TableName Orders = TableName.Parse("main.sales.orders");
    private static readonly TableName OrderEvents = TableName.Parse("main.sales.order_events");
    private static readonly TableName Quarantine = TableName.Parse("main.ops.quarantine");

    private readonly StoryText _text = new(console);
    private MessageSum _messages;
    private int _step;
    private bool _isAsTold = true;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var databricks = await console.StepAsync("Starting a local Databricks", () =>
            LocalParts.StartDatabricksAsync(new LocalDatabricksOptions { DatabaseFile = database?.FullName }, cancellation));
        _text.Done("local Databricks", $"tokens and Unity Catalog on {databricks.WorkspaceUrl.Authority}, "
            + $"Zerobus on {databricks.ZerobusEndpoint.Authority}, rows in DuckDB ({database?.Name ?? "in memory"})");
        CreateTables(databricks);
        var (rowsBefore, ordersBefore, eventsBefore) = Count(databricks);
        var mapping = Files.Shipped("mappings", "sqs_messages.yaml");
        var descriptors = new DirectoryInfo(Files.Shipped("descriptors").FullName);
        var (plain, orders) = await StartBothAsync(
            databricks, new FunctionArguments(mapping, descriptors, Program: program),
            new FunctionArguments(Files.Shipped("mappings", "orders.yaml"), descriptors, Program: program), cancellation);
        await using var plainFunction = plain;
        await using var ordersFunction = orders;

        Tell("Plain messages", "Each SQS message becomes a row. The response returns no message, so SQS deletes both.");
        await DeliverAsync(plain, "plain", 0, cancellation);
        WriteQuery(databricks, $"SELECT message_id, body FROM {Messages} ORDER BY message_id");

        Tell("The same messages again", "SQS can deliver a message twice. The function remembers what is durable, and writes "
            + "no second row.");
        await DeliverAsync(plain, "plain", 0, cancellation);
        WriteQuery(databricks, $"SELECT count(*) AS rows FROM {Messages}");

        Tell("Message attributes", "Attributes become a MAP column, and keep their types: text, a number, and bytes.");
        await DeliverAsync(plain, "attributes", 0, cancellation);
        WriteQuery(databricks, "SELECT a.key, a.value.data_type, a.value.string_value, a.value.binary_value "
            + $"FROM {Messages}, unnest(map_entries(message_attributes)) AS u(a) ORDER BY a.key");

        Tell("A nested JSON body", "Another mapping, orders.yaml, reads the body. Objects become STRUCT columns, and lists "
            + "become ARRAY columns.");
        await DeliverAsync(orders, "order", 0, cancellation);
        WriteQuery(databricks, $"SELECT order_id, total, customer, discounts FROM {Orders}");

        Tell("A poison message between two good ones", "The total of order A-3 is not a number. Only its message is returned to "
            + "the queue; after 5 receives SQS moves it to the dead-letter queue. The good ones land. The log has the "
            + "message id, a code and the column, and never the value.");
        await DeliverAsync(orders, "poison", 1, cancellation);
        WriteQuery(databricks, $"SELECT order_id, status, total FROM {Orders} ORDER BY order_id");

        Tell("The table changes", "The table gets a column. A mapping and a descriptor that have it are deployed. The program "
            + "stays the same, and the next message fills the column.");
        await using var changed = await ChangeTableAsync(databricks, mapping, cancellation);
        await DeliverAsync(changed, "changed", 0, cancellation);
        WriteQuery(databricks, $"SELECT body, {NewColumn} FROM {Messages} ORDER BY message_id");

        var (rows, orderRows, eventRows) = Count(databricks);
        return Conclude(rows - rowsBefore, orderRows - ordersBefore, eventRows - eventsBefore);
    }

    private void CreateTables(LocalDatabricks databricks)
    {
        NamedFile[] files = [
            new(Files.Shipped("descriptors", "sqs_messages.sql")), new(Files.Shipped("descriptors", "orders.sql")),
            new(Files.Shipped("descriptors", "quarantine.sql"), Quarantine)];
        var created = files.SelectMany(file => LocalParts.CreateTables(databricks, file, variables)).ToList();
        variables.RefuseUnused();
        _text.Done("tables", string.Join(", ", created.Select(table => table.Name)));
    }

    private async Task<(DemoFunction Plain, DemoFunction Orders)> StartBothAsync(
        LocalDatabricks databricks, FunctionArguments plain, FunctionArguments orders, CancellationToken cancellation)
    {
        var told = 0;
        Action isSlow = () =>
        {
            if (Interlocked.Exchange(ref told, 1) == 0) IsSlow();
        };
        var starting = new[]
        {
            DemoFunction.StartAsync(plain, databricks, Messages, isSlow, cancellation),
            DemoFunction.StartAsync(orders, databricks, null, isSlow, cancellation),
        };
        try
        {
            var started = await console.StepAsync("Starting the Lambda program", () => Task.WhenAll(starting));
            _text.Done("Lambda program", $"process {started[0].ProcessId}, with {plain.Mapping.Name}");
            _text.Done("Lambda program", $"process {started[1].ProcessId}, with {orders.Mapping.Name}");
            return (started[0], started[1]);
        }
        catch
        {
            foreach (var each in starting.Where(each => each.IsCompletedSuccessfully)) await (await each).DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a column, and starts the program with a mapping and a descriptor that have it.</summary>
    private async Task<DemoFunction> ChangeTableAsync(
        LocalDatabricks databricks, FileInfo mapping, CancellationToken cancellation)
    {
        _text.Line($"ALTER TABLE {Messages} ADD COLUMN {NewColumn} STRING", Styles.Bold);
        var table = databricks.Tables.AddColumn(Messages, new Column(NewColumn, DeltaTypeText.Parse("STRING")));
        _text.Line($"{mapping.Name}: + {NewColumn}: {NewColumnPath}", Styles.Bold);
        // The program has read its files when it is ready.
        using var folder = TemporaryDirectory.Create();
        var text = Encoding.UTF8.GetString(Files.Read(mapping))
            .Replace("\ncolumns:\n", $"\ncolumns:\n  {NewColumn}: {NewColumnPath}\n", StringComparison.Ordinal);
        var changed = new FileInfo(Path.Combine(folder.Path, mapping.Name));
        Files.Write(changed, Encoding.UTF8.GetBytes(text));
        foreach (var (path, contents) in PulledTable.Of(table, folder.Path, withMapping: false).Descriptors)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Files.Write(new FileInfo(path), contents);
        }

        var files = new FunctionArguments(
            changed, new DirectoryInfo(Path.Combine(folder.Path, "descriptors")), Program: program);
        var function = await console.StepAsync("Starting the Lambda program", () =>
            DemoFunction.StartAsync(files, databricks, Messages, IsSlow, cancellation));
        _text.Done("Lambda program", $"process {function.ProcessId}, with the changed {mapping.Name}");
        return function;
    }

    private void IsSlow() => _text.Line(Steps.SlowStart, Styles.Dim);

    private void Tell(string title, string sentence)
    {
        console.WriteLine();
        _text.Line($"{++_step}. {title}", Styles.Bold);
        _text.Line(sentence, Style.Plain);
    }

    private async Task DeliverAsync(DemoFunction function, string name, int expectedReturns, CancellationToken cancellation)
    {
        var delivered = DemoEvent.Load(Files.Shipped("mappings", "samples", "demo", $"{name}.json"));
        var delivery = await console.StepAsync($"Delivering {name}", () => function.DeliverAsync(delivered, cancellation));
        _messages += delivery.Messages;
        _isAsTold &= delivery.Messages.Returned == expectedReturns;
        _text.Delivered(delivered.Name, delivery);
    }

    private void WriteQuery(LocalDatabricks databricks, string sql)
    {
        _text.Line(sql, Styles.Bold);
        RowsTable.Write(console, databricks.Tables.Query(sql));
    }

    private static (long Messages, long Orders, long OrderEvents) Count(LocalDatabricks databricks) =>
        (databricks.Tables.Count(Messages), databricks.Tables.Count(Orders), databricks.Tables.Count(OrderEvents));

    private int Conclude(long rows, long orderRows, long eventRows)
    {
        console.WriteLine();
        var text = new StoryText(result);
        text.Line("The sum", Styles.Bold);
        text.Sum(
            ("  messages sent", _messages.Sent), ($"= rows in {Messages}", rows), ($"+ rows in {Orders}", orderRows),
            ("+ deduplicated", _messages.Deduplicated), ("+ returned to the queue", _messages.Returned));
        text.Line($"An order is also a row of {OrderEvents}: {Quantity.Count(eventRows, "row")}.", Style.Plain);
        if (database is not null) text.Line($"The rows are in {database}.", Style.Plain);
        _isAsTold &= _messages.Sent == rows + orderRows + _messages.Deduplicated + _messages.Returned;
        return _isAsTold ? ExitCodes.Success : ExitCodes.Failure;
    }
}
