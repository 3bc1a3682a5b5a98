using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>A client that exchanges an identity token of the workload for a token of Databricks.</summary>
internal static class WithoutSecret
{
    public static async Task RunAsync(IReadOnlyDictionary<string, string> settings, ZerobusStreamOptions orders)
    {
        var endpoint = ZerobusEndpoint.Parse(settings["ZEROBUS_ENDPOINT"]);

        using var tokens = new OAuthTokenProvider(new OAuthOptions
        {
            WorkspaceUrl = new Uri(settings["DATABRICKS_HOST"]),
            WorkspaceId = ZerobusEndpoint.WorkspaceId(endpoint),
            ClientId = settings["DATABRICKS_CLIENT_ID"],
            IdentityTokens = new IdentityTokenFile(settings["DATABRICKS_OIDC_TOKEN_FILEPATH"]),
        });

        await using var client = new ZerobusClient(new ZerobusClientOptions { Endpoint = endpoint }, tokens);
        await using var stream = await client.OpenStreamAsync(orders);
        await stream.WriteAsync(new Order { OrderId = "order-1", Amount = 1 }.ToByteArray());
        await stream.FlushAsync();
        Console.WriteLine("Durable.");
    }
}
