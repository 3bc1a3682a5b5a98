using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Cli.Sources;

/// <summary>The Unity Catalog of the workspace that the command line or the environment names.</summary>
/// <param name="host">The value of --host; null for DATABRICKS_HOST.</param>
/// <param name="clientId">The value of --client-id; null for DATABRICKS_CLIENT_ID.</param>
internal sealed class Workspace(string? host, string? clientId) : IDisposable
{
    private UnityCatalogClient? _client;
    private OAuthCatalogTokens? _tokens;

    /// <summary>Reads a table. The first call connects.</summary>
    /// <exception cref="CliException">The table cannot be read; the exit code says why.</exception>
    public async Task<CatalogTable> GetAsync(Catalog.TableName name, CancellationToken cancellationToken)
    {
        try
        {
            _client ??= Open();
            Verbosity.Say($"asking Unity Catalog for {name}");
            return await ProgressBar.RunAsync($"Reading {name}", async () =>
                await _client.WithRescueTagAsync(await _client.GetTableAsync(name, cancellationToken), cancellationToken));
        }
        catch (CatalogException e)
        {
            throw CliErrors.Of(e.Code).Because(e.Message, e);
        }
        catch (ZerobusException e)
        {
            var code = e.Code == ZerobusErrorCode.ProxyInvalid ? CatalogErrorCode.ProxyInvalid
                : e.Fault == ZerobusFault.Settings ? CatalogErrorCode.NotTheCatalog
                : e.IsRetryable ? CatalogErrorCode.Unreachable : CatalogErrorCode.Unauthenticated;
            throw CliErrors.Of(code).Because(e.Message, e);
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
            ?? throw (host is null && Variable("DATABRICKS_HOST") is null
                ? CliErrors.WorkspaceMissing.Because(
                    "No workspace is named. Set DATABRICKS_HOST or use --host, or read a file with --from-sql or --from-json.")
                : CliErrors.WorkspaceInvalid.Because(
                    $"{(host is null ? "DATABRICKS_HOST" : "--host")} is not the https URL of a workspace, "
                        + "such as https://dbc-a1b2345c-d6e7.cloud.databricks.com."));
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

        throw CliErrors.CredentialsMissing.Because(
            $"{(id is null ? "DATABRICKS_CLIENT_ID" : "DATABRICKS_CLIENT_SECRET")} is not set. "
            + "Set DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or DATABRICKS_TOKEN.");
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}

/// <summary>Tokens of a service principal, by client credentials.</summary>
internal sealed class OAuthCatalogTokens(Uri workspace, string clientId, string clientSecret) : ICatalogTokens, IDisposable
{
    // Only tokens for tables need the workspace id.
    private readonly OAuthTokenProvider _provider =
        new(new OAuthOptions { WorkspaceUrl = workspace, ClientId = clientId, ClientSecret = clientSecret, WorkspaceId = "" });

    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => _provider.GetWorkspaceTokenAsync(cancellationToken);

    public void Invalidate() => _provider.InvalidateWorkspaceToken();

    public void Dispose() => _provider.Dispose();
}
