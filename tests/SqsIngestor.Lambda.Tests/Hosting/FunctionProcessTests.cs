using System.Text;
using Microsoft.AspNetCore.Http;
using SqsIngestor.Emulator;
using SqsIngestor.Lambda.Hosting;
using SqsIngestor.Lambda.Tests.Runtime;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Lambda.Tests.Hosting;

/// <summary>The life of the process over a Runtime API that does what it should not.</summary>
[Collection("Environment of the process")]
public sealed class FunctionProcessTests
{
    private const string Mapping =
        """
        version: 1
        descriptor: unity-catalog
        table: main.raw.events
        columns:
          id: $.message.messageId
          number: $.message.body
        """;

    [Fact]
    public async Task RunAsync_DeadlinesThatCannotBeTrueAndRefusedResponses_GoesOnUntilTheApiFails()
    {
        await using var databricks = await LocalDatabricks.StartAsync();
        databricks.Tables.Create("CREATE TABLE main.raw.events (id STRING NOT NULL, number BIGINT)", "main", "raw");
        // Each invocation: its deadline, and what the API answers to the response.
        (string Deadline, int Status)[] script =
            [("soon", 413), ("99999999999999999", 404), ("0", 202), ("-79228162514264337593543950335", 400)];
        var next = -1;
        await using var api = await ScriptedRuntimeApi.StartAsync(async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/next", StringComparison.Ordinal)
                && !context.Request.Path.Value.Contains("extension", StringComparison.Ordinal))
            {
                if (++next == script.Length)
                {
                    context.Response.StatusCode = 500;
                    return;
                }

                context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = $"request-{next}";
                context.Response.Headers["Lambda-Runtime-Deadline-Ms"] = script[next].Deadline;
                await context.Response.WriteAsync(Event($"message-{next}"));
            }
            else if (context.Request.Path.Value.EndsWith("/response", StringComparison.Ordinal))
            {
                context.Response.StatusCode = script[next].Status;
            }
        });
        using var folder = new TemporaryFolder();
        var variables = new Dictionary<string, string?>
        {
            ["AWS_LAMBDA_RUNTIME_API"] = api.Address,
            ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
            ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
            ["DATABRICKS_CLIENT_SECRET"] = databricks.ClientSecret,
            ["ZEROBUS_ENDPOINT"] = databricks.ZerobusEndpoint.ToString(),
            ["MAPPING_FILE"] = folder.Write("mapping.yaml", Mapping),
            ["DESCRIPTOR_PATH"] = folder.Path,
        };

        var exit =
            await FunctionProcess.RunAsync(variables.GetValueOrDefault, TimeProvider.System).WaitAsync(Eventually.Patience);

        Assert.Equal(1, exit);
        Assert.Equal(4L, databricks.Tables.Query("SELECT count(*) FROM main.raw.events").Scalar);
        var posts = api.Calls.Where(static call => call.Line.Contains("/invocation/request-", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["request-0/response", "request-1/response", "request-1/error", "request-2/response", "request-3/response"],
            posts.Select(static call => call.Line[(call.Line.IndexOf("/invocation/", StringComparison.Ordinal) + 12)..]));
        Assert.All(
            posts.Where(static call => call.Line.EndsWith("/response", StringComparison.Ordinal)),
            static call => Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(call.Body)));
        Assert.Equal("Function.ResponseRefused", posts[2].Headers["Lambda-Runtime-Function-Error-Type"]);
    }

    private static string Event(string id) =>
        $$"""
        {"Records":[{"messageId":"{{id}}","receiptHandle":"r","body":"1","attributes":{"ApproximateReceiveCount":"1"},
        "messageAttributes":{},"md5OfBody":"c4ca4238a0b923820dcc509a6f75849b","eventSource":"aws:sqs",
        "eventSourceARN":"arn:aws:sqs:eu-west-1:123456789012:queue","awsRegion":"eu-west-1"}]}
        """;
}
