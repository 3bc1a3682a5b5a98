using System.Collections.Concurrent;
using System.Text.Json;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Cli.Demo;

/// <summary>
/// Reads the function's metrics of each invocation. The line of an invocation is its last one, so once it is read, so are the log
/// lines before it. Thread-safe.
/// </summary>
internal sealed class InvocationReports
{
    // The line is on its way when the function has answered.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationReport>> _reports = new();

    public void Add(OutputLine line)
    {
        if (!line.Text.StartsWith("""{"_aws":""", StringComparison.Ordinal)) return;
        try
        {
            using var document = JsonDocument.Parse(line.Text);
            var metrics = document.RootElement;
            // A program of --function can have other metrics.
            if (!metrics.TryGetProperty("requestId", out var id) || id.ValueKind != JsonValueKind.String) return;
            Of(id.GetString()!).TrySetResult(new InvocationReport(
                Count(metrics, "MessagesDeduplicated"), Count(metrics, "MessagesQuarantined"),
                Count(metrics, "MessagesDropped")));
        }
        catch (JsonException)
        {
            // The line is not one of metrics, although it begins like one.
        }
    }

    /// <summary>The metrics of an invocation that succeeded; nothing but zeros if the function does not write them.</summary>
    public async Task<InvocationReport> OfAsync(string requestId, CancellationToken cancellation)
    {
        try
        {
            return await Of(requestId).Task.WaitAsync(Patience, cancellation);
        }
        catch (TimeoutException)
        {
            return new InvocationReport();
        }
    }

    private static int Count(JsonElement metrics, string name) =>
        metrics.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? (int)value.GetDouble()
            : 0;

    private TaskCompletionSource<InvocationReport> Of(string requestId) => _reports.GetOrAdd(
        requestId, _ => new TaskCompletionSource<InvocationReport>(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>Messages of an invocation that have no rows of their own although they succeeded.</summary>
/// <param name="Deduplicated">Were durable before, or are in their event twice.</param>
/// <param name="Quarantined">Are rows of the quarantine table.</param>
/// <param name="Dropped">The mapping says to drop them.</param>
internal readonly record struct InvocationReport(int Deduplicated, int Quarantined, int Dropped);
