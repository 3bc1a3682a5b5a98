using System.CommandLine;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Cli.Encode;

/// <summary><c>sqs-ingestor encode</c>.</summary>
internal static class EncodeCommand
{
    public static CommandInfo Info { get; } = new(
        "encode", CommandGroup.Mappings, "Encode messages and print the records")
    {
        Details = "Encodes as the function does. Standard error has every column that fails in a message. If the mapping sends a "
            + "message to quarantine, the row of the quarantine table is printed.",
        Examples =
        [
            "sqs-ingestor encode mappings/orders.yaml --event mappings/samples/orders.json",
            "sqs-ingestor encode mappings/orders.yaml --event mappings/samples/orders.json --format hex --message 0",
            "sqs-ingestor encode mappings/orders.yaml --body @mappings/samples/bodies/order.json",
        ],
        FailsIf = "A message failed. A message that the mapping drops or sends to quarantine has not failed.",
        Build = Build,
    };

    private static void Build(Command command)
    {
        var (mapping, input, message) = (new MappingArgument(), new MessageInput(), MappingOptions.Message());
        var (descriptors, clock, table) = (MappingOptions.Descriptors(), MappingOptions.Clock(), MappingOptions.OneTable());
        var format = CommandSymbols.Format(
            "json", null, ("hex", "annotated bytes"), ("binary", "the bytes of the only record"),
            ("delimited", "each record after its length as a varint"));
        var output = new CommandOutput();
        var showValues = MappingOptions.ShowValues();
        mapping.AddTo(command);
        command.AddAll(input.Event, input.Bodies, format, table, message, clock, showValues, descriptors, output.Option);
        command.Exclude(input.Event, input.Bodies);
        command.SetAction(parsed =>
        {
            var (loaded, only) = MappingFiles.LoadFor(
                mapping.Read(parsed), parsed.GetValue(descriptors), parsed.GetValue(table));
            var plan = loaded.RequirePlan();
            var now = parsed.GetValue(clock) ?? TimeProvider.System.GetUtcNow();
            var messages = EventMessages.Of(
                input.Read(parsed), bytes => EventInspector.Run(plan, bytes, now, parsed.GetValue(showValues)), m => m.Index,
                parsed.GetValue(message));
            var rows = messages.SelectMany(m => m.Rows.Select(r => (Message: m, Row: r)))
                .Where(r => only is null || r.Row.Table.Name == only)
                .ToList();
            var bytes = RecordFormats.Write(parsed.GetValue(format)!, plan, rows);
            output.Write(parsed, bytes);
            var inspectors = plan.Targets.ToDictionary(target => target, target => new RecordInspector(plan, target));
            foreach (var line in messages.SelectMany(m => Problems(m, inspectors))) Console.Error.WriteLine(line);
            return messages.Any(m => m.Outcome == EncodeOutcome.Failed) ? ExitCodes.Failure : ExitCodes.Success;
        });
    }

    /// <summary>Why a message failed, and what may be wrong although it did not.</summary>
    private static IEnumerable<string> Problems(
        InspectedMessage message, Dictionary<TargetTable, RecordInspector> inspectors) =>
        EventMessages.Describe(message).Concat(
            message.Rows.SelectMany(
                row => Warnings(row, inspectors[row.Table]).Select(warning => $"{row.Table.Name}: {warning}"))
            .Distinct().Concat(message.Hints)
            .Select(warning => PlainText.Of($"message {message.Index} ({message.MessageId}) warning: {warning}")));

    private static IEnumerable<string> Warnings(InspectedRow row, RecordInspector inspector) => row.Record.IsEmpty
        ? ["no column has a value: the mapping may be for other messages"]
        : inspector.Warnings(row.Record.Span);
}
