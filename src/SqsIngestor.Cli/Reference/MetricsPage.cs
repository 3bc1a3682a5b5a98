using SqsIngestor.Pipeline.Metrics;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/metrics.md.</summary>
internal static class MetricsPage
{
    public static string Body() =>
        $"""
        The function writes one line for each invocation, in CloudWatch's embedded metric format. The metrics are in the namespace
        `{Metric.Namespace}`. CloudWatch stores each metric under these dimensions: {Dimensions()}.
        If a mapping has several tables, `{Metric.TableName}` is their names, separated by commas.


        """ + MarkdownTable.Write(
            ["metric", "unit", "what it counts in one invocation"],
            Metric.All.Select(
                metric => (string[])[MarkdownTable.Code(metric.Name), metric.Unit, MarkdownTable.Text(metric.Meaning)]))
        + $"\n{MarkdownTable.Code(Metric.Received.Name)} is the sum of {Outcomes()}.\n";

    private static string Outcomes()
    {
        var names = Metric.All.Where(static metric => metric.IsOutcome).Select(static metric => MarkdownTable.Code(metric.Name));
        return $"{string.Join(", ", names.SkipLast(1))} and {names.Last()}";
    }

    private static string Dimensions() =>
        string.Join("; ", Metric.Dimensions.Select(names => string.Join(" and ", names.Select(MarkdownTable.Code))));
}
