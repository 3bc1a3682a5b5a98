using System.Diagnostics;
using System.Text.Json;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Commands.Serve;

/// <summary>The real server, the real function, and the commands that talk to them.</summary>
public sealed class ServeTests
{
    // Longer than an invocation takes, on a busy machine too. SQS delivers a failed message again after it.
    private static readonly string[] Orders =
    [
        "--sql", "descriptors/orders.sql", "--sql", "main.ops.quarantine=descriptors/quarantine.sql",
        "mappings/orders.yaml",
        "--visibility-timeout", "5s", "--max-receive-count", "2",
    ];

    [Fact]
    public async Task Serve_Orders_LandsWhatIsGoodAndKeepsWhatIsNotWithTheDeadLetters()
    {
        await using var server = await ServerProcess.StartAsync(Orders);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.ReadyFile));
        }

        var good = await server.RunAsync("invoke", "--example", "order");
        Assert.True(good.ExitCode == 0, good.Output + good.Errors);
        Assert.Contains("""{"batchItemFailures":[]}""", good.Output, StringComparison.Ordinal);

        var hostile = await server.RunAsync("invoke", "--body", """{"type":"invoice.created"}""", "--wait");
        Assert.Equal(1, hostile.ExitCode);
        Assert.Contains("unrouted", hostile.Output, StringComparison.Ordinal);
        Assert.Contains("0 delivered, 0 returned to the queue, 1 dead letter.", hostile.Output, StringComparison.Ordinal);

        using var queue = JsonDocument.Parse((await server.RunAsync("queue", "--format", "json")).Output);
        var letter = Assert.Single(queue.RootElement.GetProperty("dead_letters").EnumerateArray());
        Assert.Equal("""{"type":"invoice.created"}""", letter.GetProperty("body").GetString());
        Assert.Equal(2, letter.GetProperty("receive_count").GetInt32());

        var rows =
            await server.RunAsync("query", "SELECT order_id, is_gift FROM main.sales.orders ORDER BY row_key", "--format", "csv");
        Assert.Equal("order_id,is_gift\n9007199254740993,false\n9007199254740993,true\n", rows.Output);

        var end = await server.TerminateAsync();
        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
        Assert.Contains("1 message, 0 delivered, 1 returned to the queue", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Text("clientSecret"), end.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(server.ReadyFile));
        Assert.Contains("error server_not_found", (await server.RunAsync("queue")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_AwsIdentity_LandsRowsWithoutASecret()
    {
        await using var server = await ServerProcess.StartAsync("--authentication", "aws-identity");

        var result = await server.RunAsync("invoke", "--example", "basic", "--wait");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        var end = await server.TerminateAsync();
        Assert.Contains("AWS STS", end.Output, StringComparison.Ordinal);
        Assert.Contains(
            "subject arn:aws:iam::123456789012:role/sqs-ingestor, audience http://", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_ExactlyOnce_LandsRowsWithAPersistentStream()
    {
        await using var server = await ServerProcess.StartAsync("--delivery", "exactly-once-preview");

        var result = await server.RunAsync("invoke", "--example", "basic", "--wait");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }

    [Fact]
    public async Task Serve_FunctionCrashes_IsStartedAgainForTheNextMessage()
    {
        await using var server = await ServerProcess.StartAsync();
        using var before = JsonDocument.Parse((await server.RunAsync("queue", "--format", "json")).Output);
        using (var function = Process.GetProcessById(before.RootElement.GetProperty("function_process_id").GetInt32()))
        {
            function.Kill();
            await function.WaitForExitAsync();
        }

        var result = await server.RunAsync("invoke", "--example", "attributes", "--count", "7", "--wait");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Contains("21 delivered, 0 returned to the queue, 0 dead letters.", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "│ 21",
            (await server.RunAsync("query", "SELECT count(*) AS n FROM sqs_messages")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_Fifo_KeepsGroupsAndDropsDuplicates()
    {
        await using var server = await ServerProcess.StartAsync("--fifo");

        var first = await server.RunAsync("invoke", "--event", "mappings/samples/sqs-event-fifo.json", "--wait");
        var second = await server.RunAsync("invoke", "--event", "mappings/samples/sqs-event-fifo.json", "--wait");
        await server.RunAsync(
            "invoke", "--body", "own", "--attribute", "n=Number.int:7", "--attribute", "b=Binary:AQI=", "--group", "mine");

        Assert.True(first.ExitCode == 0, first.Output + first.Errors);
        Assert.Contains("are duplicates of the last five minutes", second.Output, StringComparison.Ordinal);
        var own = await server.RunAsync(
            "query",
            "SELECT attributes['MessageGroupId'] AS g, message_attributes['n'].string_value AS n, "
                + "message_attributes['b'].binary_value AS b, queue_arn FROM main.raw.sqs_messages WHERE body = 'own'",
            "--format", "json");
        using var rows = JsonDocument.Parse(own.Output);
        var row = Assert.Single(rows.RootElement.EnumerateArray());
        Assert.Equal(
            ["mine", "7", "AQI=", "arn:aws:sqs:eu-west-1:123456789012:local.fifo"],
            row.EnumerateObject().Select(member => member.Value.GetString()));
    }

    [Fact]
    public async Task Serve_WithoutFunctionAndStore_SaysWhatItLacks()
    {
        await using var server = await ServerProcess.StartAsync("--no-function", "--no-store");

        Assert.Contains(
            "error function_not_served", (await server.RunAsync("invoke", "--body", "a")).Errors, StringComparison.Ordinal);
        Assert.Contains("error rows_not_stored", (await server.RunAsync("query", "SELECT 1")).Errors, StringComparison.Ordinal);
        var second = await SqsIngestorProgram.RunAsync(
            "serve", "--no-function", "--ready-file", server.ReadyFile, "--workspace-port", "0", "--zerobus-port", "0");
        Assert.Equal(2, second.ExitCode);
        Assert.Contains("error server_running", second.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(server.ReadyFile));
    }
}
