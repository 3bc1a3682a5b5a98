using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Pipeline.Secrets;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline;

/// <summary>The log events of the pipeline. Each row stands beside the log method that it describes.</summary>
internal static class LogEvents
{
    /// <summary>
    /// The catalogue, by id, for the reference page and the tests. Built on each call, so the function never holds it.
    /// </summary>
    public static IReadOnlyList<LogEvent> All => [.. PipelineLog.Events, .. PlanLog.Events, .. SecretsLog.Events];
}
