using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Encode;

/// <summary>What the commands say of messages that fail, and what they do not show without being asked.</summary>
public class FailureOutputTests
{
    private const string Order =
        """{"type":"order.created","order":{"total":"secret-total","placedAt":"secret-time","lines":[{"sku":"a"}]}}""";

    private const string Mapping = """
        version: 1
        descriptor: sqs_messages.binpb
        table: main.raw.t
        on_record_error: quarantine
        quarantine: { table: main.ops.quarantine }
        columns:
          message_id: { from: $.body.device_id, on_missing: fail }
          ingested_date: { from: $.body.n, on_missing: fail }
        ignore: [receipt_handle, body, md5_of_body, md5_of_message_attributes, attributes, message_attributes,
        """ + " queue_arn, aws_region, ingested_at]\n" + """
        tests:
          - { name: spelling, body: { deviceId: a, n: secret }, expect: [{ message_id: a }] }
        """;

    [Theory]
    [InlineData("encode")]
    [InlineData("explain")]
    public async Task Command_MessageWithSeveralErrors_NamesEachWithoutContent(string command)
    {
        var result = await RunAsync(command, "mappings/orders.yaml", Order);

        Assert.Equal(1, result.ExitCode);
        var shown = command == "encode" ? result.Errors : result.Output;
        Assert.Contains(
            "message 0 (00000000-0000-0000-0000-000000000001) failed: missing in column 'order_id' of main.sales.orders", shown,
            StringComparison.Ordinal);
        Assert.Contains(
            "  also time_syntax in column 'placed_at' of main.sales.orders at /body/order/placedAt: "
                + "found text of 11 characters, wanted a time in rfc3339 or epoch_ms",
            shown, StringComparison.Ordinal);
        Assert.Contains("  also decimal_syntax in column 'total'", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encode")]
    [InlineData("explain")]
    public async Task Command_MessageWithoutRow_SaysWhy(string command)
    {
        var result = await RunAsync(command, "mappings/orders.yaml", """{"type":"other"}""");

        Assert.Contains(
            "main.sales.orders: `when` is false", command == "encode" ? result.Errors : result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encode")]
    [InlineData("explain")]
    public async Task Command_MessageThatLacksRows_SaysWhy(string command)
    {
        using var mapping = new TemporaryFile("""
            version: 1
            descriptor: sqs_messages.binpb
            table: main.raw.t
            explode: { path: "$.body[*]", as: line, max_rows: 99 }
            columns:
              message_id: { from: $.line.id, on_missing: skip_row }
            ignore: [receipt_handle, body, md5_of_body, md5_of_message_attributes, attributes, message_attributes,
              queue_arn, aws_region, ingested_at, ingested_date]
            """);
        var lines = string.Join(',', Enumerable.Repeat("{}", 12));
        var body = $$"""[{"id":"a"},{{lines}}]""";

        var result = await RunAsync(command, mapping.Path, body, "--descriptors", "descriptors");

        Assert.Equal(0, result.ExitCode);
        var shown = command == "encode" ? result.Errors : result.Output;
        Assert.Contains(
            "lacks 12 rows: main.raw.t: column 'message_id' skips the row: missing at /body/1/id", shown,
            StringComparison.Ordinal);
        Assert.Contains(
            "  also main.raw.t: column 'message_id' skips the row: missing at /body/10/id", shown, StringComparison.Ordinal);
        Assert.Contains("  and 2 more", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_ShowValues_ShowsThem()
    {
        var result = await RunAsync("encode", "mappings/orders.yaml", Order, "--show-values");

        Assert.Contains("    \"secret-time\"\n", result.Errors, StringComparison.Ordinal);
        Assert.Contains("    \"secret-total\"\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_BodyThatIsNotJson_SaysTheLineAndColumn()
    {
        const string Body = "{\"secret\":\n NaN}";

        var without = await RunAsync("encode", "mappings/orders.yaml", Body);
        var with = await RunAsync("encode", "mappings/orders.yaml", Body, "--show-values");

        Assert.Contains("body_syntax at /body: not JSON at line 2, column 2\n", without.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", without.Errors, StringComparison.Ordinal);
        Assert.Contains("     NaN}\n     ^\n", with.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_Quarantine_PrintsItsRowAndSucceeds()
    {
        using var mapping = new TemporaryFile(Mapping);

        var result = await RunAsync("encode", mapping.Path, "{\"deviceId\":\"x\"}", "--descriptors", "descriptors");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("""{"table":"main.ops.quarantine","message":0,"row":{""", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"missing\"", result.Output, StringComparison.Ordinal);
        Assert.Contains("quarantined: missing in column 'message_id'", result.Errors, StringComparison.Ordinal);
        Assert.Contains("  also missing in column 'ingested_date'", result.Errors, StringComparison.Ordinal);
        Assert.Contains(
            "warning: main.raw.t: column 'message_id' finds nothing: 'device_id' is not in /body, but 'deviceId' is",
            result.Errors, StringComparison.Ordinal);
    }

    /// <summary>A message that the mapping is not for makes a row of NULLs, and nothing else says so.</summary>
    [Fact]
    public async Task Encode_RowWithoutAnyValue_IsAWarning()
    {
        using var mapping = new TemporaryFile(
            Mapping.Replace(", on_missing: fail", "", StringComparison.Ordinal));

        var result = await RunAsync("encode", mapping.Path, "{\"error\":\"rate limited\"}", "--descriptors", "descriptors");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(
            "warning: main.raw.t: no column has a value: the mapping may be for other messages", result.Errors,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Test_MessageThatFails_NamesTheOtherSpellingAndTheValues(bool showValues)
    {
        using var mapping = new TemporaryFile(Mapping.Replace("on_record_error: quarantine", "", StringComparison.Ordinal));

        var result = await SqsIngestorProgram.RunAsync(
            ["test", mapping.Path, "--descriptors", "descriptors", .. showValues ? new[] { "--show-values" } : []]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("warning: main.raw.t: column 'message_id' finds nothing", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "number_syntax in column 'ingested_date' of main.raw.t at /body/n: found text of 6 characters, wanted a number",
            result.Output, StringComparison.Ordinal);
        Assert.Equal(showValues, result.Output.Contains("(value: \"secret\")", StringComparison.Ordinal));
    }

    private static Task<CommandResult> RunAsync(string command, string mapping, string body, params string[] options) =>
        SqsIngestorProgram.RunAsync([command, mapping, "--body", body, .. options]);
}
