using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Catalog;

/// <summary>
/// The plan of a mapping whose descriptors come from the catalog. When the service refuses one because the table has
/// changed, the tables are read once more, and batches go on with the plan that fits them.
/// </summary>
/// <param name="plan">The plan of the start.</param>
/// <param name="schemas">Makes new ones.</param>
/// <param name="streams">Take the new one.</param>
/// <param name="logger">Receives what happens.</param>
internal sealed class CurrentPlan(MappingPlan plan, CatalogSchemas schemas, TableStreams streams, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private volatile MappingPlan _plan = plan;

    /// <summary>The plan for the next batch. Its streams are open, unless they cannot be.</summary>
    public async ValueTask<MappingPlan> PrepareAsync(CancellationToken deadline)
    {
        var seen = _plan;
        try
        {
            if (!await IsRefusedAsync(seen, deadline).ConfigureAwait(false)) return seen;
            await _renewing.WaitAsync(deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return seen;
        }

        try
        {
            // Another invocation may have been first.
            if (ReferenceEquals(seen, _plan)) await RenewAsync(deadline).ConfigureAwait(false);
            return _plan;
        }
        finally
        {
            _renewing.Release();
        }
    }

    public void Dispose()
    {
        schemas.Dispose();
        _renewing.Dispose();
    }

    private async ValueTask<bool> IsRefusedAsync(MappingPlan seen, CancellationToken deadline)
    {
        for (var table = 0; table < seen.Targets.Count; table++)
        {
            try
            {
                await streams.GetAsync(seen, table, deadline).ConfigureAwait(false);
            }
            catch (ZerobusException e) when (e.Code == ZerobusErrorCode.SchemaRefused)
            {
                CatalogLog.Refused(logger, seen.Targets[table].Name, e.Message);
                return true;
            }
            catch (ZerobusException)
            {
                // The batch finds it out for itself, and says so.
            }
        }

        return false;
    }

    private async Task RenewAsync(CancellationToken deadline)
    {
        try
        {
            var renewed = (await schemas.LoadAsync(orDeployed: false, deadline).ConfigureAwait(false)).Plan;
            streams.Renew(renewed);
            _plan = renewed;
            CatalogLog.Renewed(logger);
        }
        catch (FunctionException e)
        {
            CatalogLog.NotRenewed(logger, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The time was up. The batch reports its messages, and the next one asks again.
            CatalogLog.NotRenewed(logger, "the catalog did not answer within the time of the invocation");
        }
    }
}
