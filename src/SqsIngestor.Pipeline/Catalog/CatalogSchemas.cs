using Microsoft.Extensions.Logging;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Catalog;

/// <summary>Plans of a mapping that says <c>descriptor: unity-catalog</c>: the tables are read, then the mapping is compiled.</summary>
internal sealed class CatalogSchemas : IDisposable
{
    private readonly FunctionSettings _settings;
    private readonly IReadOnlyList<TableName> _tables;
    private readonly UnityCatalogClient _client;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;

    public CatalogSchemas(FunctionSettings settings, OAuthTokenProvider tokens, ILogger logger, TimeProvider clock)
    {
        (_settings, _tables, _logger, _clock) = (settings, MappingLoader.CatalogTables(settings), logger, clock);
        // An init has 10 s for everything, so patience is short.
        var options = new UnityCatalogOptions
        {
            WorkspaceUrl = settings.WorkspaceUrl,
            Timeout = TimeSpan.FromSeconds(2.5),
            Attempts = 2,
            Backoff = TimeSpan.FromMilliseconds(200),
            BackoffMax = TimeSpan.FromSeconds(1),
        };
        _client = new UnityCatalogClient(options, new WorkspaceTokens(tokens), clock: clock);
    }

    /// <summary>Reads the tables and compiles.</summary>
    /// <param name="orDeployed">Whether a descriptor set that is deployed may take the place of a catalog that is down.</param>
    /// <param name="cancellationToken">The time is up: as if the catalog were down.</param>
    /// <exception cref="FunctionException">No table, no plan.</exception>
    public async Task<LoadedPlan> LoadAsync(bool orDeployed, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        var tables = await Task.WhenAll(_tables.Select(name => ReadAsync(name, orDeployed, cancellationToken))).ConfigureAwait(false);
        CatalogLog.Read(_logger, string.Join(", ", _tables), _clock.GetElapsedTime(started).TotalMilliseconds);
        return MappingLoader.Load(_settings, new TableSet(tables), _logger, _clock);
    }

    public void Dispose() => _client.Dispose();

    private async Task<CatalogTable> ReadAsync(TableName name, bool orDeployed, CancellationToken cancellationToken)
    {
        try
        {
            return IngestTarget.Require(await _client.GetTableAsync(name, cancellationToken).ConfigureAwait(false));
        }
        catch (CatalogException e) when (!e.IsTransient)
        {
            throw new FunctionException(e.Code is CatalogErrorCode.Unauthenticated or CatalogErrorCode.Forbidden ? FunctionErrorTypes.CredentialsInvalid : FunctionErrorTypes.MappingInvalid, e.Message, e);
        }
        catch (ZerobusException e) when (!e.IsRetryable)
        {
            throw new FunctionException(FunctionErrorTypes.CredentialsInvalid, e.Message, e);
        }
        catch (Exception e) when (e is CatalogException or ZerobusException or OperationCanceledException)
        {
            var reason = e is OperationCanceledException ? "it did not answer in time" : e.Message;
            if (orDeployed && Deployed(name, reason) is { } table) return table;
            var deployed = orDeployed ? $", and no descriptor set {TableSet.FileName(name)} is deployed" : "";
            throw new FunctionException(FunctionErrorTypes.ZerobusUnavailable, $"The schema of {name} is not to be had{deployed}: {reason}", e);
        }
    }

    private CatalogTable? Deployed(TableName name, string reason)
    {
        var file = new DescriptorFolders(_settings.DescriptorPaths).Read(TableSet.FileName(name));
        if (file.Bytes is not { } bytes || TableSet.ReadDeployed(bytes, name) is not { } table) return null;
        CatalogLog.FellBack(_logger, name.ToString(), file.Path, reason);
        return table;
    }
}
