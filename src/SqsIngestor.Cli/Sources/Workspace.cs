using Microsoft.Extensions.Logging.Abstractions;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Identity;
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
        var id = clientId ?? Variable("DATABRICKS_CLIENT_ID");
        if (Identity(url) is { } identity)
        {
            _tokens = new OAuthCatalogTokens(
                new OAuthOptions { WorkspaceUrl = url, ClientId = id ?? "", IdentityTokens = identity, WorkspaceId = "" });
            return _tokens;
        }

        if (clientId is null && Variable("DATABRICKS_TOKEN") is { } token) return new StaticCatalogToken(token);
        var secret = Variable("DATABRICKS_CLIENT_SECRET");
        if (id is not null && secret is not null)
        {
            _tokens = new OAuthCatalogTokens(
                new OAuthOptions { WorkspaceUrl = url, ClientId = id, ClientSecret = secret, WorkspaceId = "" });
            return _tokens;
        }

        throw CliErrors.CredentialsMissing.Because(
            $"{(id is null ? "DATABRICKS_CLIENT_ID" : "DATABRICKS_CLIENT_SECRET")} is not set. "
            + "Set DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or DATABRICKS_TOKEN, or DATABRICKS_AUTH_TYPE for a way "
            + "without a secret.");
    }

    /// <summary>The source of identity tokens that DATABRICKS_AUTH_TYPE names, by the rules of the function.</summary>
    /// <returns>Null for client id and secret, or a token.</returns>
    private static IIdentityTokenSource? Identity(Uri url)
    {
        // "pat" is the Databricks SDKs' name of DATABRICKS_TOKEN.
        if (Variable(EnvironmentVariables.DatabricksAuthType) is null or AuthTypes.OAuthM2M or "pat") return null;
        var problems = new List<string>();
        var reader = new IdentitySettingsReader(Variable, problems, TimeProvider.System);
        var identity = reader.Read(reader.ReadType(), url);
        // A command has no start that Lambda would end.
        if (identity is AwsIdentity aws)
            identity = aws with { Service = aws.Service with { RequestTime = TimeSpan.FromSeconds(30) } };
        return problems.Count == 0
            ? identity!.CreateSource(TimeProvider.System, NullLogger.Instance)
            : throw CliErrors.CredentialsMissing.Because(
                $"The credentials of the workspace are wrong: {string.Join("; ", problems)}.");
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}

/// <summary>Tokens of a service principal.</summary>
/// <param name="options">The principal. Only tokens for tables need the workspace id.</param>
internal sealed class OAuthCatalogTokens(OAuthOptions options) : ICatalogTokens, IDisposable
{
    private readonly OAuthTokenProvider _provider = new(options);

    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => _provider.GetWorkspaceTokenAsync(cancellationToken);

    public void Invalidate() => _provider.InvalidateWorkspaceToken();

    public void Dispose()
    {
        _provider.Dispose();
        (options.IdentityTokens as IDisposable)?.Dispose();
    }
}
