using System.CommandLine;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Cli.Encode;

/// <summary><c>sqs-ingestor encode</c>.</summary>
internal static class EncodeCommand
{
    public static Command Create()
    {
        var (mapping, payload, descriptors, clock, message) = (MappingOptions.Mapping(), MappingOptions.Event(), MappingOptions.Descriptors(), MappingOptions.Clock(), MappingOptions.Message());
        var format = new Option<string>("--format")
        {
            Description = "json (a line for each row, values as their Delta meaning), hex (annotated), binary (exactly the bytes of the only record), or delimited (each record after its length as a varint).",
            DefaultValueFactory = _ => "json",
        };
        format.AcceptOnlyFromAmong("json", "hex", "binary", "delimited");
        var table = MappingOptions.Table("Of several tables only this one; for a mapping with one table, its name.");
        var output = new Option<FileInfo?>("--output") { Description = "Write here. Default: standard output.", HelpName = "FILE" };
        var command = new Command("encode",
            "Encode an event's messages as the function does, and print the records. Messages that fail go to standard error. "
            + "Exit code 1: a message failed. 2: the command line or a file is wrong.")
        {
            mapping, payload, format, table, message, clock, descriptors, output,
        };
        command.SetAction(parsed =>
        {
            var (loaded, only) = MappingFiles.LoadFor(parsed.GetValue(mapping)!, parsed.GetValue(descriptors), parsed.GetValue(table));
            var plan = loaded.RequirePlan();
            var messages = EventMessages.Of(parsed.GetValue(payload)!, bytes => EventInspector.Run(plan, bytes, parsed.GetValue(clock) ?? TimeProvider.System.GetUtcNow()), m => m.Index, parsed.GetValue(message));
            var rows = messages.SelectMany(m => m.Rows.Select(r => (Message: m, Row: r))).Where(r => only is null || r.Row.Table.Name == only).ToList();
            var bytes = RecordFormats.Write(parsed.GetValue(format)!, plan, rows);
            if (parsed.GetValue(output) is { } file) Files.Write(file, bytes);
            else WriteToStandardOutput(bytes);
            foreach (var failed in messages.Where(m => m.Error is not null)) Console.Error.WriteLine(EventMessages.Describe(failed));
            return messages.Any(m => m.Outcome == EncodeOutcome.Failed) ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    private static void WriteToStandardOutput(byte[] bytes)
    {
        using var stream = Console.OpenStandardOutput();
        stream.Write(bytes);
    }
}
