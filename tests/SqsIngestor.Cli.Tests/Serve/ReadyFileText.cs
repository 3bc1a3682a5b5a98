namespace SqsIngestor.Cli.Tests.Serve;

/// <summary>The text of a ready file.</summary>
internal static class ReadyFileText
{
    /// <summary>One whose server has this address.</summary>
    public static string Of(Uri url) =>
        $$"""
        {
          "processId": 1, "workspaceUrl": "{{url}}", "zerobusEndpoint": "{{url}}", "workspaceId": "1", "clientId": "c",
          "clientSecret": "s", "tables": [], "storesRows": true, "control": {"url": "{{url}}", "token": "t"},
          "environment": {}
        }
        """;
}
