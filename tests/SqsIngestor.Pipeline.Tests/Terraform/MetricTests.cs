using System.Text.RegularExpressions;
using SqsIngestor.Pipeline.Metrics;

namespace SqsIngestor.Pipeline.Tests.Terraform;

/// <summary>
/// Alarms and dashboard ask for metrics that the function writes: CloudWatch says nothing of one that never comes.
/// </summary>
public partial class MetricTests
{
    private static readonly IEnumerable<string> Written = Metric.All.Select(m => m.Name);

    [Fact]
    public void Alarms_OfTheFunctionsOwnMetrics_NameMetricsThatItWrites()
    {
        var own = AlarmMetric().Matches(TerraformFiles.Read("modules", "pipeline", "alarms.tf"))
            .Where(m => !m.Groups["namespace"].Value.StartsWith("AWS/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(own);
        Assert.All(own, m => Assert.Equal(Metric.Namespace, m.Groups["namespace"].Value));
        Assert.Empty(own.Select(m => m.Groups["metric"].Value).Except(Written));
    }

    [Fact]
    public void Dashboard_OfAPipeline_ShowsEveryMetricThatTheFunctionWrites()
    {
        var dashboard = TerraformFiles.Read("modules", "pipeline", "dashboard.tf");

        var shown = MetricList().Matches(FunctionMetrics().Match(dashboard).Value)
            .SelectMany(list => Quoted().Matches(list.Value))
            .Select(q => q.Groups["text"].Value)
            .Concat(Searched().Matches(dashboard).Select(search => search.Groups["metric"].Value));

        Assert.Equal(Written.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
        Assert.Contains($"[\"{Metric.Namespace}\", metric, \"FunctionName\", var.name]", dashboard, StringComparison.Ordinal);
    }

    [GeneratedRegex("namespace\\s+= \"(?<namespace>[^\"]+)\"\\s+metric\\s+= \"(?<metric>[^\"]+)\"")]
    private static partial Regex AlarmMetric();

    [GeneratedRegex("^  function_metrics = \\{.*?^  \\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FunctionMetrics();

    [GeneratedRegex("(?<=metrics\\s*= )\\[[^\\]]*\\]")]
    private static partial Regex MetricList();

    // A graph with a line for each value of a dimension.
    [GeneratedRegex("MetricName=\\\\\"(?<metric>\\w+)")]
    private static partial Regex Searched();

    [GeneratedRegex("\"(?<text>[^\"]+)\"")]
    private static partial Regex Quoted();
}
