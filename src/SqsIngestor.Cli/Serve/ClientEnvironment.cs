using SqsIngestor.Emulator;

namespace SqsIngestor.Cli.Serve;

/// <summary>What a program that writes to the server is to have in its environment.</summary>
internal static class ClientEnvironment
{
    /// <summary>The only one that is a secret.</summary>
    public const string Secret = "DATABRICKS_CLIENT_SECRET";

    public static OrderedDictionary<string, string> Of(LocalDatabricks databricks, FileInfo? authority)
    {
        var environment = new OrderedDictionary<string, string>
        {
            ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.GetLeftPart(UriPartial.Authority),
            ["ZEROBUS_ENDPOINT"] = databricks.ZerobusEndpoint.GetLeftPart(UriPartial.Authority),
            ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
            [Secret] = databricks.ClientSecret,
        };
        if (authority is null) return environment;
        // What OpenSSL and rustls follow, what Python's requests follows, and what gRPC's C core follows.
        environment["SSL_CERT_FILE"] = authority.FullName;
        environment["REQUESTS_CA_BUNDLE"] = authority.FullName;
        environment["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"] = authority.FullName;
        return environment;
    }
}
