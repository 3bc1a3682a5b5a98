using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Catalog.Targets;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Plans;

/// <summary>Creates plans from the current tables of a catalog.</summary>
internal interface ISchemaSource : IDisposable
{
    /// <summary>Reads the tables and compiles the mapping.</summary>
    /// <param name="orDeployed">Whether a deployed descriptor set may replace a catalog that is down.</param>
    /// <param name="cancellationToken">If cancelled, the catalog is treated as down.</param>
    /// <exception cref="FunctionException">A table cannot be read, or the mapping does not compile.</exception>
    Task<LoadedPlan> LoadAsync(bool orDeployed, CancellationToken cancellationToken);
}

/// <summary>The tables in Unity Catalog, for a mapping that says <c>descriptor: unity-catalog</c>.</summary>
internal sealed class CatalogSchemas : ISchemaSource
{
    private readonly FunctionSettings _settings;
    private readonly IReadOnlyList<TableName> _tables;
    private readonly UnityCatalogClient _client;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;

    /// <param name="settings">Name the workspace and the mapping.</param>
    /// <param name="tokens">The function's own tokens; the catalog accepts them too.</param>
    /// <param name="logger">Receives a line for each read.</param>
    /// <param name="clock">Measures, and times retries.</param>
    public CatalogSchemas(FunctionSettings settings, OAuthTokenProvider tokens, ILogger logger, TimeProvider clock)
    {
        (_settings, _tables, _logger, _clock) = (settings, MappingLoader.CatalogTables(settings), logger, clock);
        // Lambda gives an init 10 s for everything, so these times are short.
        var options = new UnityCatalogOptions
        {
            WorkspaceUrl = settings.WorkspaceUrl,
            Timeout = TimeSpan.FromSeconds(2.5),
            Attempts = 2,
            Backoff = TimeSpan.FromMilliseconds(200),
            BackoffMax = TimeSpan.FromSeconds(1),
        };
        _client = Client(options, new WorkspaceTokens(tokens), clock);
    }

    public async Task<LoadedPlan> LoadAsync(bool orDeployed, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        var tables =
            await Task.WhenAll(_tables.Select(name => ReadAsync(name, orDeployed, cancellationToken))).ConfigureAwait(false);
        PlanLog.SchemaRead(_logger, string.Join(", ", _tables), _clock.GetElapsedTime(started).TotalMilliseconds);
        return MappingLoader.Load(_settings, new TableSet(tables), _logger, _clock);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The function's error type for a table that cannot be read.</summary>
    internal static string ErrorType(CatalogErrorCode code) => code switch
    {
        CatalogErrorCode.Unauthenticated or CatalogErrorCode.Forbidden => FunctionErrorTypes.CredentialsInvalid,
        CatalogErrorCode.ProxyInvalid => FunctionErrorTypes.ConfigurationInvalid,
        CatalogErrorCode.RateLimited or CatalogErrorCode.Unavailable or CatalogErrorCode.Unreachable
            or CatalogErrorCode.NotTheCatalog => FunctionErrorTypes.ZerobusUnavailable,
        CatalogErrorCode.NotFound or CatalogErrorCode.Refused or CatalogErrorCode.AnswerInvalid =>
            FunctionErrorTypes.MappingInvalid,
        _ => throw new UnreachableException(),
    };

    private static UnityCatalogClient Client(UnityCatalogOptions options, ICatalogTokens tokens, TimeProvider clock)
    {
        try
        {
            return new UnityCatalogClient(options, tokens, clock: clock);
        }
        catch (CatalogException e)
        {
            throw new FunctionException(ErrorType(e.Code), e.Message, e);
        }
    }

    private async Task<CatalogTable> ReadAsync(TableName name, bool orDeployed, CancellationToken cancellationToken)
    {
        try
        {
            var table = IngestTarget.Require(await _client.GetTableAsync(name, cancellationToken).ConfigureAwait(false));
            foreach (var warning in IngestTarget.Warnings(table)) PlanLog.TableWarning(_logger, warning.ToString());
            return table;
        }
        catch (TargetException e)
        {
            throw new FunctionException(FunctionErrorTypes.MappingInvalid, e.Message, e);
        }
        catch (CatalogException e) when (!e.IsTransient)
        {
            throw new FunctionException(ErrorType(e.Code), e.Message, e);
        }
        catch (ZerobusException e) when (!e.IsRetryable)
        {
            throw new FunctionException(StreamFaults.ErrorType(e), e.Message, e);
        }
        catch (Exception e) when (e is CatalogException or ZerobusException or OperationCanceledException)
        {
            var reason = e is OperationCanceledException ? "Unity Catalog did not answer in time." : e.Message;
            if (orDeployed && ReadDeployed(name, reason) is { } known) return known;
            var deployed = orDeployed ? $" No descriptor set {TableSet.FileName(name)} is deployed." : "";
            throw new FunctionException(
                FunctionErrorTypes.ZerobusUnavailable, $"Cannot read the schema of {name}: {reason}{deployed}", e);
        }
    }

    private CatalogTable? ReadDeployed(TableName name, string reason)
    {
        var file = new DescriptorFolders(_settings.DescriptorPaths).Read(TableSet.FileName(name));
        if (file.Bytes is not { } bytes || TableSet.ReadDeployed(bytes, name) is not { } table) return null;
        PlanLog.DeployedDescriptorUsed(_logger, name.ToString(), file.Path, reason);
        return table;
    }

    private sealed class WorkspaceTokens(OAuthTokenProvider tokens) : ICatalogTokens
    {
        public ValueTask<string> GetAsync(CancellationToken cancellationToken) =>
            tokens.GetWorkspaceTokenAsync(cancellationToken);

        public void Invalidate() => tokens.InvalidateWorkspaceToken();
    }
}
