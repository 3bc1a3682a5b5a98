using System.CommandLine;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Cli.Explain;

/// <summary><c>sqs-ingestor explain</c>.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var (mapping, payload, descriptors, clock, message) = (MappingOptions.Mapping(), MappingOptions.Event(), MappingOptions.Descriptors(), MappingOptions.Clock(), MappingOptions.Message());
        var table = MappingOptions.Table("Of several tables only this one; for a mapping with one table, its name.");
        var command = new Command("explain",
            "Show for every column of every row where its value came from: path, raw value, coerced value, wire bytes with tag, or the policy that applied and why. "
            + "Exit code 1: a message failed. 2: the command line or a file is wrong.")
        {
            mapping, payload, message, table, clock, descriptors,
        };
        command.SetAction(parsed =>
        {
            var (loaded, only) = MappingFiles.LoadFor(parsed.GetValue(mapping)!, parsed.GetValue(descriptors), parsed.GetValue(table));
            var plan = loaded.RequirePlan();
            var traces = EventMessages.Of(parsed.GetValue(payload)!, bytes => EventTracer.Run(plan, bytes, parsed.GetValue(clock) ?? TimeProvider.System.GetUtcNow()), t => t.Message.Index, parsed.GetValue(message));
            var report = new TraceReport(ConsoleFactory.Create());
            foreach (var trace in traces) report.Write(trace, only);
            return traces.Any(t => t.Message.Outcome == EncodeOutcome.Failed) ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }
}
