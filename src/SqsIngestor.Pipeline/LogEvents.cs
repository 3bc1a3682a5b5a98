using SqsIngestor.Pipeline.Identity;
using SqsIngestor.Pipeline.Journals;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Pipeline.Secrets;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline;

/// <summary>The log events of the pipeline. Each row is in the file of its log method.</summary>
internal static class LogEvents
{
    /// <summary>
    /// The catalog, by id, for the reference page and the tests. Built on each call, so that the function does not keep
    /// it in memory.
    /// </summary>
    public static IReadOnlyList<LogEvent> All =>
        [.. PipelineLog.All, .. PlanLog.All, .. SecretsLog.All, .. IdentityLog.All, .. JournalLog.All];
}
