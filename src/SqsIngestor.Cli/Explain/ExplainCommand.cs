using System.CommandLine;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Cli.Explain;

/// <summary><c>sqs-ingestor explain</c>.</summary>
internal static class ExplainCommand
{
    public static CommandInfo Info { get; } = new(
        "explain", CommandGroup.Mappings, "Show where the value of each column came from")
    {
        Details =
            "For each column of each row: the source, the raw value, the value of the column, "
                + "its bytes with their tag, or the policy that applied, with the error code and the reason.",
        Examples =
        [
            "sqs-ingestor explain mappings/orders.yaml --event mappings/samples/orders.json --message 0",
            "sqs-ingestor explain mappings/orders.yaml --body @mappings/samples/bodies/order.json",
        ],
        FailsIf = "A message failed. A message that the mapping drops or sends to quarantine has not failed.",
        Build = Build,
    };

    private static void Build(Command command)
    {
        var (mapping, input, message) = (new MappingArgument(), new MessageInput(), MappingOptions.Message());
        var (descriptors, clock, table) = (MappingOptions.Descriptors(), MappingOptions.Clock(), MappingOptions.OneTable());
        var showValues = MappingOptions.ShowValues();
        mapping.AddTo(command);
        command.AddAll(input.Event, input.Bodies, message, table, clock, showValues, descriptors);
        command.Exclude(input.Event, input.Bodies);
        command.SetAction(parsed =>
        {
            var (loaded, only) = MappingFiles.LoadFor(
                mapping.Read(parsed), parsed.GetValue(descriptors), parsed.GetValue(table));
            var plan = loaded.RequirePlan();
            var now = parsed.GetValue(clock) ?? TimeProvider.System.GetUtcNow();
            var traces = EventMessages.Of(
                input.Read(parsed), bytes => EventTracer.Run(plan, bytes, now, parsed.GetValue(showValues)), t => t.Message.Index,
                parsed.GetValue(message));
            var report = new TraceReport(ConsoleFactory.Create());
            foreach (var trace in traces) report.Write(trace, only);
            return traces.Any(t => t.Message.Outcome == EncodeOutcome.Failed) ? ExitCodes.Failure : ExitCodes.Success;
        });
    }
}
