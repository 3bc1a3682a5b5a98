using SqsIngestor.Pipeline.Metrics;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/metrics.md.</summary>
internal static class MetricsPage
{
    public static string Body() =>
        $"""
        The function writes one line for each invocation, in CloudWatch's embedded metric format. The metrics are in the namespace
        `{Metric.Namespace}`. CloudWatch stores each metric under the dimension {Names(Metric.Dimensions)}, which is the name of
        the function without version and alias. `{Metric.InvocationErrors.Name}` of an invocation that failed is also stored under
        {Names(Metric.ErrorDimensions)}: the [error type](function-errors.md) without `Function.`, such as `ZerobusUnavailable`.

        The line has the properties `{Metric.TableName}` (the names of all tables of the mapping, separated by commas),
        `functionVersion`, `configSha256`, `requestId` and `traceId`, which CloudWatch Logs Insights finds. A sandbox that Lambda
        kills, because of a timeout or of too little memory, writes no line; the metric `Errors` of `AWS/Lambda` counts it.


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

    private static string Names(IReadOnlyList<string> dimensions) =>
        string.Join(" and ", dimensions.Select(MarkdownTable.Code));
}
