using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>A client with the id and the secret of a service principal.</summary>
internal static class Connect
{
    public static async Task UseAsync(IReadOnlyDictionary<string, string> settings, Func<ZerobusClient, Task> use)
    {
        var endpoint = ZerobusEndpoint.Parse(settings["ZEROBUS_ENDPOINT"]);
        using var tokens = new OAuthTokenProvider(new OAuthOptions
        {
            WorkspaceUrl = new Uri(settings["DATABRICKS_HOST"]),
            WorkspaceId = ZerobusEndpoint.WorkspaceId(endpoint),
            ClientId = settings["DATABRICKS_CLIENT_ID"],
            ClientSecret = settings["DATABRICKS_CLIENT_SECRET"],
        });
        await using var client = new ZerobusClient(new ZerobusClientOptions { Endpoint = endpoint }, tokens);

        await use(client);
    }

    /// <summary>A client with options of its own.</summary>
    public static async Task UseAsync(
        IReadOnlyDictionary<string, string> settings, ZerobusClientOptions options, Func<ZerobusClient, Task> use)
    {
        using var tokens = new OAuthTokenProvider(new OAuthOptions
        {
            WorkspaceUrl = new Uri(settings["DATABRICKS_HOST"]),
            WorkspaceId = ZerobusEndpoint.WorkspaceId(options.Endpoint),
            ClientId = settings["DATABRICKS_CLIENT_ID"],
            ClientSecret = settings["DATABRICKS_CLIENT_SECRET"],
        });
        await using var client = new ZerobusClient(options, tokens);
        await use(client);
    }
}
