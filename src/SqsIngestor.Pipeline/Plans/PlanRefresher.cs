using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Plans;

/// <summary>
/// Keeps the plan up to date if its descriptors come from the catalog. If the service refuses a descriptor because the table has
/// changed, it reads the tables again, once, and later batches use the plan that fits them. May be called from several
/// invocations at once.
/// </summary>
/// <param name="plan">The plan of the start.</param>
/// <param name="schemas">Creates new plans; disposed with this object.</param>
/// <param name="streams">Switch to the new plan.</param>
/// <param name="memory">Switches to the new plan.</param>
/// <param name="clock">Bounds the wait for an open.</param>
/// <param name="logger">Receives each refresh and the reason why one failed.</param>
internal sealed class PlanRefresher(
    MappingPlan plan, ISchemaSource schemas, TableStreams streams, DeliveryMemory memory, TimeProvider clock, ILogger logger)
    : IDisposable
{
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private volatile MappingPlan _plan = plan;

    /// <summary>
    /// The plan for the next batch. Opens its streams; one that cannot be opened for another reason than its descriptor is left
    /// to the batch, which reports it.
    /// </summary>
    /// <param name="deadline">The deadline of the batch. Once it has passed, the current plan is returned as it is.</param>
    public async ValueTask<MappingPlan> GetAsync(CancellationToken deadline)
    {
        var seen = _plan;
        try
        {
            if (!await IsRefusedAsync(seen, deadline).ConfigureAwait(false)) return seen;
            await _refreshing.WaitAsync(deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return seen;
        }

        try
        {
            // Another invocation may have refreshed the plan in the meantime.
            if (ReferenceEquals(seen, _plan)) await RefreshAsync(deadline).ConfigureAwait(false);
            return _plan;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public void Dispose()
    {
        schemas.Dispose();
        _refreshing.Dispose();
    }

    // Only an open tells whether the service takes a descriptor. One that takes long is left to the batch.
    private async ValueTask<bool> IsRefusedAsync(MappingPlan seen, CancellationToken deadline)
    {
        // All begin to open before the first is waited for, and they are waited for together.
        var tables = Enumerable.Range(0, seen.Targets.Count).Select(table => streams.Ask(seen, table)).ToList();
        var openings = tables
            .Where(static access => access.Opening is not null && access.OpeningFor < TableStreams.Grace).ToList();
        if (openings.Count > 0)
        {
            var opened = Task.WhenAll(openings.Select(static access => access.Opening!));
            var time = openings.Max(static access => TableStreams.Grace - access.OpeningFor);
            await Task.WhenAny(opened, Task.Delay(time, clock, deadline)).ConfigureAwait(false);
        }

        var isRefused = false;
        for (var table = 0; table < tables.Count; table++)
        {
            var access = tables[table];
            var failure = access.Opening is { IsCompleted: true } opened ? await opened.ConfigureAwait(false) : access.Failure;
            if (failure is not { Code: ZerobusErrorCode.SchemaRefused } refused) continue;
            PlanLog.SchemaRefused(logger, seen.Targets[table].Name, refused.Message);
            isRefused = true;
        }

        return isRefused;
    }

    private static bool IsSame(MappingPlan plan, MappingPlan other) =>
        plan.Targets.Zip(other.Targets).All(static pair => TableSlot.HasSameSchema(pair.First, pair.Second));

    private async Task RefreshAsync(CancellationToken deadline)
    {
        try
        {
            var refreshed = (await schemas.LoadAsync(orDeployed: false, deadline).ConfigureAwait(false)).Plan;
            if (IsSame(_plan, refreshed))
            {
                // What is known of refused messages stays.
                PlanLog.PlanNotRefreshed(logger, "The tables have not changed.");
                return;
            }
            streams.SwitchTo(refreshed);
            memory.SwitchTo(refreshed);
            _plan = refreshed;
            PlanLog.PlanRefreshed(logger);
        }
        catch (FunctionException e)
        {
            PlanLog.PlanNotRefreshed(logger, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The batch reports its messages as failed, and the next one tries again.
            PlanLog.PlanNotRefreshed(logger, "Unity Catalog did not answer before the deadline of the invocation.");
        }
    }
}
