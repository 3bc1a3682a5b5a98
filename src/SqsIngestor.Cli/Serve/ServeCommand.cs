using System.CommandLine;
using System.Globalization;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Local;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve;

/// <summary><c>sqs-ingestor serve</c>.</summary>
internal static class ServeCommand
{
    private const string AwsIdentity = "aws-identity";
    private const string PersistentStreams = "persistent-streams";
    private const string ExactlyOnce = "exactly-once-preview";

    private static readonly Option<string[]> Sql = new Option<string[]>("--sql")
    {
        Description = "A file with CREATE TABLE statements, or NAME=FILE to give its only table that name. "
            + "Default: the bundled sqs_messages.sql.",
        HelpName = "[NAME=]FILE",
    }.FromProject(ProjectKey.Sql);

    private static readonly MappingArgument Mapping = new("sqs_messages.yaml");
    private static readonly Option<FileSystemInfo?> Descriptors = MappingOptions.Descriptors().WithOldName("--descriptor");

    private static readonly Option<string?> Table = new("--table")
    {
        Description = "The table of a mapping that does not name one. Default: the only table, if there is one.",
        HelpName = "NAME",
    };

    private static readonly Option<string> Authentication = CommandSymbols.Choice(
        "--authentication",
        "How the function proves to the workspace who it is. secret: with a client secret. aws-identity: without one, as a role "
            + "that gets identity tokens from a local AWS STS.",
        "secret", "secret", AwsIdentity);

    private static readonly Option<string> Preview = CommandSymbols.Choice(
        "--preview",
        "Serve a feature of Zerobus that is in development. persistent-streams: streams that outlive their connections.",
        "none", "none", PersistentStreams);

    private static readonly Option<string> Delivery = CommandSymbols.Choice(
        "--delivery",
        "DELIVERY of the function. exactly-once-preview needs persistent streams, and serves them.",
        "at-least-once", "at-least-once", ExactlyOnce);

    private static readonly Option<FileInfo?> Database =
        File("--database", "Keep the rows in this DuckDB file. Default: in memory.");
    private static readonly Option<bool> NoStore = new("--no-store") { Description = "Check every record and keep no rows." };
    private static readonly Option<bool> NoFunction = new("--no-function")
    {
        Description = "Start only the local Databricks: no Lambda program and no queue.",
    };

    private static readonly Option<bool> Tls = new("--tls")
    {
        Description = "Serve Zerobus and the workspace over TLS, using a development CA; "
            + "its certificate is written next to the ready file.",
    };

    private static readonly Option<DirectoryInfo?> Authority = new("--authority")
    {
        Description = "Serve over TLS, and keep the development CA in this folder, so that clients trust the next start too. "
            + "The folder is created if it does not exist.",
        HelpName = "FOLDER",
    };

    private static readonly Option<string?> ClientId = Credential(
        "--client-id", "ID", "The client id of the service principal. Default: local-service-principal.");

    private static readonly Option<string?> ClientSecret = Credential(
        "--client-secret", "SECRET",
        "The client secret of the service principal. Set SQS_INGESTOR_CLIENT_SECRET instead: other users can see a command line. "
            + "Default: a new one with each start.");

    private static readonly Option<FileInfo?> ReadyFile = File("--ready-file",
        "Write endpoints and credentials to this file once the server is ready. Default: a file in the user's runtime folder.")
        .FromProject(ProjectKey.Server);

    private static readonly Option<int?> WorkspacePort =
        Port("--workspace-port", "The port of tokens and Unity Catalog.", ServePorts.UsualWorkspace);
    private static readonly Option<int?> ZerobusPort = Port("--zerobus-port", "The port of Zerobus.", ServePorts.UsualZerobus);

    private static readonly Option<TimeSpan> AckDelay = DurationOption.Create(
        "--ack-delay",
        "The shortest time from a request to its ack. The service takes about 150ms.",
        TimeSpan.Zero,
        TimeSpan.FromMinutes(5));

    private static readonly Option<TimeSpan> Visibility = DurationOption.Create(
        "--visibility-timeout",
        "How long a failed message stays hidden. The default of SQS is 30s.",
        TimeSpan.FromSeconds(5),
        TimeSpan.FromHours(12));

    private static readonly Option<int> MaxReceives = Whole(
        "--max-receive-count", "How often a message is received before it goes to the dead-letter queue.", 5, 1, 1000);

    private static readonly Option<int> BatchSize = Whole(
        "--batch-size", "The most messages in a batch; at most 10 for a FIFO queue.", 10, 1, EventSourceOptions.MostMessages);

    private static readonly Option<TimeSpan> Window = DurationOption.Create(
        "--batching-window",
        "How long to gather messages after the first one. Not for a FIFO queue.",
        TimeSpan.Zero,
        TimeSpan.FromSeconds(300));

    private static readonly Option<bool> Fifo = new("--fifo") { Description = "Make the queue a FIFO queue." };

    private static readonly SqlVariables Variables = new();

    public static CommandInfo Info { get; } = new(
        "serve", CommandGroup.LocalRuns, "Start a local Databricks, a queue and the function, and keep them running")
    {
        Details = "Runs until Ctrl-C or SIGTERM. Prints the endpoints, and the environment variables of a Zerobus client. "
            + "The commands 'invoke', 'query' and 'queue' talk to it from another terminal.",
        Examples =
        [
            "sqs-ingestor serve",
            "sqs-ingestor serve --fifo --visibility-timeout 2s --max-receive-count 3",
            "sqs-ingestor serve --authentication aws-identity",
            "sqs-ingestor serve mappings/orders.yaml --sql descriptors/orders.sql "
                + "--sql main.ops.quarantine=descriptors/quarantine.sql",
        ],
        StartsFunction = true,
        StopsInOrder = true,
        FailsIf = "The server stopped delivering messages to the function.",
        Build = Build,
    };

    private static void Build(Command command)
    {
        Mapping.AddTo(command);
        command.AddAll(
            Sql, Variables.Option, Descriptors, Table, Authentication, Preview, Delivery, Database, NoStore, NoFunction, Tls,
            Authority, ClientId, ClientSecret, ReadyFile, WorkspacePort, ZerobusPort, AckDelay, Visibility, MaxReceives,
            BatchSize, Window, Fifo);
        command.Exclude(NoStore, Database);
        command.Exclude(
            NoFunction, Mapping.Symbol, Descriptors, Table, Authentication, Delivery, Visibility, MaxReceives, BatchSize, Window,
            Fifo);
        command.Exclude(Fifo, Window);
        command.SetAction((parsed, cancellation) => new ServeRun(Read(parsed), ConsoleFactory.Create()).RunAsync(cancellation));
    }

    private static ServeOptions Read(ParseResult parsed)
    {
        return new ServeOptions
        {
            Sql = parsed.GetValue(Sql) is { Length: > 0 } given
                ? [.. given.Select(NamedFile.Parse)]
                : [new NamedFile(Files.Shipped("descriptors", "sqs_messages.sql"))],
            Variables = Variables.Read(parsed),
            Function = parsed.GetValue(NoFunction) ? null : ReadFunction(parsed),
            Table = parsed.GetValue(Table),
            AwsIdentity = parsed.GetValue(Authentication) == AwsIdentity,
            PersistentStreams =
                parsed.GetValue(Preview) == PersistentStreams || parsed.GetValue(Delivery) == ExactlyOnce,
            ExactlyOnce = parsed.GetValue(Delivery) == ExactlyOnce,
            Database = parsed.GetValue(Database),
            StoreRows = !parsed.GetValue(NoStore),
            Tls = parsed.GetValue(Tls) || parsed.GetValue(Authority) is not null,
            Authority = parsed.GetValue(Authority),
            ClientId = parsed.GetValue(ClientId),
            ClientSecret = parsed.GetValue(ClientSecret),
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

    private static FunctionArguments ReadFunction(ParseResult parsed)
    {
        var mapping = Mapping.Read(parsed);
        return new FunctionArguments(mapping, parsed.GetValue(Descriptors) ?? DescriptorFolder.Of(mapping));
    }

    private static EventSourceOptions ReadEventSource(ParseResult parsed)
    {
        var options = new EventSourceOptions { BatchSize = parsed.GetValue(BatchSize), BatchingWindow = parsed.GetValue(Window) };
        if (!parsed.GetValue(Fifo)) return options;
        if (options.BatchSize > EventSourceOptions.MostFifoMessages)
        {
            throw CliErrors.CommandLine.Because(
                $"--batch-size is at most {EventSourceOptions.MostFifoMessages} for a FIFO queue.");
        }

        return options;
    }

    private static Option<FileInfo?> File(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };

    private static Option<string?> Credential(string name, string label, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = label };
        // HTTP Basic ends the client id at the first colon. The message must not have the value.
        option.Validators.Add(result =>
        {
            var isSecret = name == "--client-secret";
            if (result.Tokens is not [{ Value: var value }]) return;
            if (value.Length == 0 || value.Any(char.IsControl) || (!isSecret && value.Contains(':', StringComparison.Ordinal)))
            {
                result.AddError($"{name} is a text without control characters{(isSecret ? "" : " and colons")}.");
            }
        });
        return option;
    }

    private static Option<int?> Port(string name, string description, int usual)
    {
        var option = new Option<int?>(name)
        {
            Description = string.Create(CultureInfo.InvariantCulture,
                $"{description} 0: any free port. Default: {usual} if it is free, otherwise any free port."),
            HelpName = "N",
        };
        AcceptOnly(option, 0, ushort.MaxValue);
        return option;
    }

    private static Option<int> Whole(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        AcceptOnly(option, least, most);
        return option;
    }

    private static void AcceptOnly(Option option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Errors.Any() || result.Tokens.Count == 0 || !int.TryParse(result.Tokens[0].Value, out var value)) return;
        if (value < least || value > most) result.AddError($"{option.Name} is from {least} to {most}.");
    });
}
