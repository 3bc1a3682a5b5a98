using System.CommandLine;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Local;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve;

/// <summary><c>sqs-ingestor serve</c>.</summary>
internal static class ServeCommand
{
    private static readonly Option<string[]> Sql = new("--sql") { Description = "A file with CREATE TABLE statements, or NAME=FILE to give its only table that name; repeatable. Default: descriptors/sqs_messages.sql.", HelpName = "[NAME=]FILE" };
    private static readonly Option<FileInfo?> Mapping = new("--mapping") { Description = "The mapping file. Default: mappings/sqs_messages.yaml.", HelpName = "FILE" };
    private static readonly Option<FileSystemInfo?> Descriptor = new("--descriptor") { Description = "The descriptor set, or the folder of descriptor sets. Default: the folder descriptors beside the mapping's folder, else the mapping's own.", HelpName = "PATH" };
    private static readonly Option<string?> Table = new("--table") { Description = "The table of a mapping that names none. Default: the only table, when there is one.", HelpName = "NAME" };
    private static readonly Option<FileInfo?> Database = new("--database") { Description = "Keep the rows in this DuckDB file. Default: in memory.", HelpName = "FILE" };
    private static readonly Option<bool> NoStore = new("--no-store") { Description = "Check every record and keep no rows." };
    private static readonly Option<bool> NoFunction = new("--no-function") { Description = "Only the Databricks side: no Lambda program and no queue." };
    private static readonly Option<bool> Tls = new("--tls") { Description = "Serve Zerobus and the workspace over TLS, with a development authority that is written beside the ready file." };
    private static readonly Option<FileInfo?> ReadyFile = new("--ready-file") { Description = "Write endpoints and credentials to this file once everything answers. Default: a file in the user's runtime folder.", HelpName = "FILE" };
    private static readonly Option<int> WorkspacePort = Port("--workspace-port", "Port of tokens and Unity Catalog.");
    private static readonly Option<int> ZerobusPort = Port("--zerobus-port", "Port of Zerobus.");
    private static readonly Option<TimeSpan> AckDelay = DurationOption.Create("--ack-delay", "The least time from a request to its ack. The service takes about 150ms.", TimeSpan.Zero, TimeSpan.FromMinutes(5));
    private static readonly Option<TimeSpan> Visibility = DurationOption.Create("--visibility-timeout", "How long a failed message stays hidden. SQS has 30s.", TimeSpan.FromSeconds(5), TimeSpan.FromHours(12));
    private static readonly Option<int> MaxReceives = Whole("--max-receive-count", "How often a message is received before it goes to the dead letters.", 5, 1, 1000);
    private static readonly Option<int> BatchSize = Whole("--batch-size", "The most messages of a batch; 10 for FIFO queues.", 10, 1, EventSourceOptions.MostMessages);
    private static readonly Option<TimeSpan> Window = DurationOption.Create("--batching-window", "How long to gather messages after the first one.", TimeSpan.Zero, TimeSpan.FromSeconds(300));
    private static readonly Option<bool> Fifo = new("--fifo") { Description = "Make the queue a FIFO queue." };

    public static Command Create()
    {
        var command = new Command("serve",
            "Start a local Databricks, an SQS queue and the Lambda program, and keep them up until Ctrl-C. "
            + "'invoke', 'query' and 'queue' talk to it. Exit code 2: the command line or a file is wrong.")
        {
            Sql, Mapping, Descriptor, Table, Database, NoStore, NoFunction, Tls, ReadyFile, WorkspacePort, ZerobusPort, AckDelay, Visibility, MaxReceives, BatchSize, Window, Fifo,
        };
        command.SetAction((parsed, cancellation) => new ServeRun(Read(parsed), ConsoleFactory.Create()).RunAsync(cancellation));
        return command;
    }

    private static ServeOptions Read(ParseResult parsed)
    {
        if (parsed.GetValue(NoStore) && parsed.GetValue(Database) is not null) throw new CliException(ExitCodes.Usage, "--no-store and --database contradict each other.");
        return new ServeOptions
        {
            Sql = parsed.GetValue(Sql) is { Length: > 0 } given ? [.. given.Select(SqlFile.Parse)] : [new SqlFile(Files.Shipped("descriptors", "sqs_messages.sql"))],
            Function = parsed.GetValue(NoFunction) ? null : ReadFunction(parsed),
            Table = parsed.GetValue(Table),
            Database = parsed.GetValue(Database),
            StoreRows = !parsed.GetValue(NoStore),
            Tls = parsed.GetValue(Tls),
            AckDelay = parsed.GetValue(AckDelay),
            WorkspacePort = parsed.GetValue(WorkspacePort),
            ZerobusPort = parsed.GetValue(ZerobusPort),
            ReadyFile = parsed.GetValue(ReadyFile),
            Queue = new LocalQueueOptions
            {
                Name = parsed.GetValue(Fifo) ? "local.fifo" : "local",
                VisibilityTimeout = parsed.GetValue(Visibility),
                MaxReceiveCount = parsed.GetValue(MaxReceives),
            },
            EventSource = ReadEventSource(parsed),
        };
    }

    private static FunctionFiles ReadFunction(ParseResult parsed)
    {
        var mapping = parsed.GetValue(Mapping) ?? Files.Shipped("mappings", "sqs_messages.yaml");
        return new FunctionFiles(mapping, parsed.GetValue(Descriptor) ?? DescriptorFolder(mapping));
    }

    private static DirectoryInfo DescriptorFolder(FileInfo mapping)
    {
        var own = mapping.Directory!;
        var beside = new DirectoryInfo(Path.Combine(own.Parent?.FullName ?? own.FullName, "descriptors"));
        return beside.Exists ? beside : own;
    }

    private static EventSourceOptions ReadEventSource(ParseResult parsed)
    {
        var options = new EventSourceOptions { BatchSize = parsed.GetValue(BatchSize), BatchingWindow = parsed.GetValue(Window) };
        if (!parsed.GetValue(Fifo)) return options;
        if (options.BatchSize > EventSourceOptions.MostFifoMessages) throw new CliException(ExitCodes.Usage, $"--batch-size is at most {EventSourceOptions.MostFifoMessages} for a FIFO queue.");
        if (options.BatchingWindow > TimeSpan.Zero) throw new CliException(ExitCodes.Usage, "--batching-window is not for FIFO queues.");
        return options;
    }

    private static Option<int> Port(string name, string description) => Whole(name, description + " Default: any free one.", 0, 0, ushort.MaxValue);

    private static Option<int> Whole(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.Tokens.Count == 0 || !int.TryParse(result.Tokens[0].Value, out var value)) return;
            if (value < least || value > most) result.AddError($"{name} is from {least} to {most}.");
        });
        return option;
    }
}
