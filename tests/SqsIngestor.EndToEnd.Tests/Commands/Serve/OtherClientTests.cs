using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SqsIngestor.EndToEnd.Tests.Commands.Serve;

/// <summary>A client that is not ours: it has the addresses and the credentials of the ready file.</summary>
public sealed class OtherClientTests
{
    private const string Table = "main.raw.sqs_messages";

    [Fact]
    public async Task Serve_RestInserts_AreRowsAndRefusalsAreLines()
    {
        await using var server = await ServerProcess.StartAsync("--no-function");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var token = await TokenAsync(http, server);
        const string record = """{"message_id":"m","body":"b"}""";

        Assert.Equal(HttpStatusCode.OK, await InsertAsync(http, server, token, $"[{record},{record}]"));
        Assert.Equal(HttpStatusCode.Unauthorized, await InsertAsync(http, server, "wrong", $"[{record}]"));

        var rows = await server.RunAsync("query", $"SELECT count(*) AS n FROM {Table}", "--format", "csv");
        Assert.Equal("n\n2\n", rows.Output);
        var activity = await server.RunAsync(
            "query",
            "SELECT protocol, table_name, committed_records FROM system.lakeflow.zerobus_stream "
                + "JOIN system.lakeflow.zerobus_ingest USING (stream_id, table_name)",
            "--format", "csv");
        Assert.Equal($"protocol,table_name,committed_records\nHTTP,{Table},2\n", activity.Output);
        var end = await server.TerminateAsync();
        Assert.Contains(
            "Databricks: Refused an insert with HTTP 401: the access token is missing", end.Output, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> InsertAsync(HttpClient http, ServerProcess server, string token, string body)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(new Uri(server.Text("zerobusEndpoint")), $"/zerobus/v1/tables/{Table}/insert"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<string> TokenAsync(HttpClient http, ServerProcess server)
    {
        var url = new Uri(new Uri(server.Text("workspaceUrl")), "/oidc/v1/token");
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["scope"] = "all-apis",
                ["resource"] = $"api://databricks/workspaces/{server.Text("workspaceId")}/zerobusDirectWriteApi",
                ["authorization_details"] = """
                    [{"type":"unity_catalog_privileges","privileges":["USE CATALOG"],
                      "object_type":"CATALOG","object_full_path":"main"},
                     {"type":"unity_catalog_privileges","privileges":["USE SCHEMA"],
                      "object_type":"SCHEMA","object_full_path":"main.raw"},
                     {"type":"unity_catalog_privileges","privileges":["SELECT","MODIFY"],
                      "object_type":"TABLE","object_full_path":"main.raw.sqs_messages","operations":["zerobuswrite"]}]
                    """,
            }),
        };
        var credentials = Encoding.UTF8.GetBytes($"{server.Text("clientId")}:{server.Text("clientSecret")}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("access_token").GetString()!;
    }
}
