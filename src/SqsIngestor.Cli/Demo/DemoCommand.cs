using System.CommandLine;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Demo;

/// <summary><c>sqs-ingestor demo</c>.</summary>
internal static class DemoCommand
{
    private static readonly string[] ShippedEvents = ["basic", "attributes", "fifo", "hostile"];

    public static CommandInfo Info { get; } = new("demo", CommandGroup.LocalRuns, "Run the whole path once and show the rows")
    {
        Details =
            "Starts a local Databricks and the Lambda program as its own process, delivers SQS events, "
                + "and prints each response and the rows. Without a mapping, --event, --descriptors and --sql it shows step by "
                + "step what the function does. Works offline.",
        Examples = [
            "sqs-ingestor demo",
            "sqs-ingestor demo --event mappings/samples/sqs-event-attributes.json --database /tmp/rows.duckdb"],
        StartsFunction = true,
        StopsInOrder = true,
        FailsIf =
            "An invocation failed, a message of your own events was returned to the queue, or a step did not end as it says.",
        Build = Build,
    };

    private static void Build(Command command)
    {
        var events = new Option<FileInfo[]>("--event")
        {
            Description = $"{MessageInput.EventForms}. Default: the example events.",
            HelpName = "FILE",
        }.FromProject(ProjectKey.Event);
        var mapping = new MappingArgument("sqs_messages.yaml");
        var descriptors = MappingOptions.Descriptors().WithOldName("--descriptor");
        var sql = new Option<string[]>("--sql")
        {
            Description = "A file with CREATE TABLE statements, or NAME=FILE to give its only table that name. "
                + "The first table is the mapping's, if that does not name one. Default: the bundled sqs_messages.sql.",
            HelpName = "[NAME=]FILE",
        }.FromProject(ProjectKey.Sql);
        var variables = new SqlVariables();
        var database = FileOption("--database", "Keep the rows in this DuckDB file. Default: in memory.");
        var function = FileOption("--function",
            "The Lambda program, for example the native one that 'package' builds. A program for another processor runs under "
                + "QEMU. Default: the bundled Lambda program.");
        mapping.AddTo(command);
        command.AddAll(events, descriptors, sql, variables.Option, database, function);
        command.SetAction((parsed, cancellation) =>
        {
            var console = ConsoleFactory.Create();
            var steps = Verbosity.IsQuiet ? ConsoleFactory.CreateSilent() : console;
            // A project without events has nothing to show.
            var isStory = parsed.GetValue(events) is not { Length: > 0 } && !mapping.IsNamed(parsed)
                && new Option[] { descriptors, sql }.All(
                    option => OptionDefaults.IsApplied(option) || !Exclusions.IsGiven(parsed.CommandResult, option));
            if (isStory)
            {
                var story = new DemoStory(
                    variables.Read(parsed), parsed.GetValue(database), parsed.GetValue(function), steps, console);
                return story.RunAsync(cancellation);
            }

            var own = parsed.GetValue(events) is { Length: > 0 } given ? given : null;
            var mappingFile = mapping.Read(parsed);
            var options = new DemoOptions(
                own ?? [.. ShippedEvents.Select(name => Files.Shipped("mappings", "samples", $"sqs-event-{name}.json"))],
                mappingFile, parsed.GetValue(descriptors) ?? DescriptorFolder.Of(mappingFile),
                parsed.GetValue(sql) is { Length: > 0 } files
                    ? [.. files.Select(NamedFile.Parse)]
                    : [new NamedFile(Files.Shipped("descriptors", "sqs_messages.sql"))],
                variables.Read(parsed), parsed.GetValue(database), own is not null, parsed.GetValue(function));
            return new DemoRun(options, steps, console).RunAsync(cancellation);
        });
    }

    private static Option<FileInfo?> FileOption(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };
}
