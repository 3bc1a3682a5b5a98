using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>A client whose secret comes from a store and can be rotated meanwhile.</summary>
internal static class SecretStore
{
    public static async Task RunAsync(IReadOnlyDictionary<string, string> settings, ZerobusStreamOptions orders)
    {
        var endpoint = ZerobusEndpoint.Parse(settings["ZEROBUS_ENDPOINT"]);
        var store = new StoredCredentials(
            settings["DATABRICKS_CLIENT_ID"], cancelled => File.ReadAllTextAsync(settings["SECRET_FILE"], cancelled));

        using var tokens = new OAuthTokenProvider(new OAuthOptions
        {
            WorkspaceUrl = new Uri(settings["DATABRICKS_HOST"]),
            WorkspaceId = ZerobusEndpoint.WorkspaceId(endpoint),
            Credentials = store,
        });
        await using var client = new ZerobusClient(new ZerobusClientOptions { Endpoint = endpoint }, tokens);
        await using var stream = await client.OpenStreamAsync(orders);
        await stream.WriteAsync(new Order { OrderId = "order-1", Amount = 1 }.ToByteArray());
        await stream.FlushAsync();
        Console.WriteLine("Durable.");
    }
}

/// <summary>Reads the secret once, and again after the workspace has refused it.</summary>
internal sealed class StoredCredentials(string clientId, Func<CancellationToken, Task<string>> readSecret)
    : IClientCredentialsSource
{
    private volatile ClientCredentials? _known;

    public async ValueTask<ClientCredentials> GetAsync(CancellationToken cancellationToken) =>
        _known ??= new ClientCredentials(clientId, await readSecret(cancellationToken));

    public async ValueTask<ClientCredentials?> RenewAsync(ClientCredentials refused, CancellationToken cancellationToken)
    {
        var current = new ClientCredentials(clientId, await readSecret(cancellationToken));
        _known = current;
        return current.IsSameAs(refused) ? null : current;
    }
}
