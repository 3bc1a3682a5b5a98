using System.Text;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language.Explain;

/// <summary>Every example event through its example mapping: the rows, and their bytes.</summary>
public class EncodedPayloadTests
{
    private static readonly DateTimeOffset Clock = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (
            var sample in Directory.GetFiles(RepositoryFiles.PathOf("mappings", "samples"), "*.json")
            .Select(Path.GetFileNameWithoutExtension)
            .Order())
        {
            // orders-basic.json belongs to orders.yaml; the events of sqs-event-… to the mapping of whole messages.
            var mapping = sample!.StartsWith("sqs-event", StringComparison.Ordinal) ? "sqs_messages" : sample.Split('-')[0];
            examples.Add(mapping, sample);
        }
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Run_ExampleEvent_GivesTheseRowsAndBytes(string mapping, string sample)
    {
        var plan = TestPlans.Example(mapping);
        var inspectors = plan.Targets.ToDictionary(t => t, t => new RecordInspector(plan, t));
        var text = new StringBuilder();
        foreach (var message in EventInspector.Run(plan, RepositoryFiles.Read("mappings", "samples", sample + ".json"), Clock))
        {
            text.Append($"message {message.Index} {message.Outcome}{(message.Error is null ? "" : $": {message.Error}")}\n");
            foreach (var row in message.Rows)
            {
                text.Append(
                    $"{row.Table.Name}, {row.Record.Length} bytes\n" +
                        $"{inspectors[row.Table].ToJson(row.Record.Span, indented: true)}\n" +
                        $"{inspectors[row.Table].ToAnnotatedHex(row.Record.Span)}\n");
            }
        }

        await Verifier.Verify(text.ToString()).UseTextForParameters($"{mapping}_{sample}");
    }
}
