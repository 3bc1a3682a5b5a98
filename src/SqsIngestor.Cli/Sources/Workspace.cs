using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Cli.Sources;

/// <summary>The Unity Catalog of a workspace, as the command line and the environment name it.</summary>
/// <param name="host">--host.</param>
/// <param name="clientId">--client-id.</param>
internal sealed class Workspace(string? host, string? clientId) : IDisposable
{
    private UnityCatalogClient? _client;
    private OAuthCatalogTokens? _tokens;

    /// <summary>Asks for a table.</summary>
    /// <exception cref="CliException">It cannot be had; the exit code says why.</exception>
    public async Task<CatalogTable> GetAsync(Catalog.TableName name, CancellationToken cancellationToken)
    {
        try
        {
            return await (_client ??= Open()).GetTableAsync(name, cancellationToken);
        }
        catch (CatalogException e)
        {
            throw new CliException(CatalogExitCodes.Of(e.Code), $"error: {e.Message}", e);
        }
        catch (ZerobusException e)
        {
            throw new CliException(e.IsRetryable ? ExitCodes.Unreachable : ExitCodes.Unauthenticated, $"error: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _tokens?.Dispose();
    }

    private UnityCatalogClient Open()
    {
        var url = WorkspaceUrl.TryParse(host ?? Variable("DATABRICKS_HOST"))
            ?? throw new CliException(ExitCodes.Usage, host is null && Variable("DATABRICKS_HOST") is null
                ? "error: no workspace is named: set DATABRICKS_HOST or give --host, or read a file with --from-sql or --from-json."
                : "error: DATABRICKS_HOST, or --host, is not the https URL of a workspace, such as https://dbc-a1b2345c-d6e7.cloud.databricks.com.");
        return new UnityCatalogClient(new UnityCatalogOptions { WorkspaceUrl = url }, Tokens(url));
    }

    private ICatalogTokens Tokens(Uri url)
    {
        if (clientId is null && Variable("DATABRICKS_TOKEN") is { } token) return new StaticCatalogToken(token);
        var (id, secret) = (clientId ?? Variable("DATABRICKS_CLIENT_ID"), Variable("DATABRICKS_CLIENT_SECRET"));
        if (id is not null && secret is not null)
        {
            _tokens = new OAuthCatalogTokens(url, id, secret);
            return _tokens;
        }

        throw new CliException(ExitCodes.Usage, $"error: {(id is null ? "DATABRICKS_CLIENT_ID" : "DATABRICKS_CLIENT_SECRET")} is not set. Set DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or DATABRICKS_TOKEN.");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
