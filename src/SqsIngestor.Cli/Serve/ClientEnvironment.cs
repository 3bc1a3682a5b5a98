using SqsIngestor.Emulator;

namespace SqsIngestor.Cli.Serve;

/// <summary>The environment variables of a program that writes to the local server.</summary>
internal static class ClientEnvironment
{
    /// <summary>The only variable with a secret.</summary>
    public const string Secret = "DATABRICKS_CLIENT_SECRET";

    /// <param name="databricks">The server.</param>
    /// <param name="authority">The certificate of the development CA; null without TLS.</param>
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
        // OpenSSL and rustls, Python's requests, and gRPC's C core read these.
        environment["SSL_CERT_FILE"] = authority.FullName;
        environment["REQUESTS_CA_BUNDLE"] = authority.FullName;
        environment["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"] = authority.FullName;
        return environment;
    }
}
