using System.Diagnostics;
using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Infer;

public sealed class InferTests : IDisposable
{
    private const string Orders =
        """
        {"orderId":"A-1001","total":19.99,"placedAt":"2026-03-01T12:00:00Z","createdTs":1772366400,"day":"2026-03-01"}
        {"orderId":"B-2002","total":5,"placedAt":"2026-03-01T13:00:00Z","createdTs":1772366400123,"lines":[{"sku":"s1","qty":2}]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Infer_Ndjson_WritesFilesThatPassCheckAndTest()
    {
        var result = await InferAsync(Orders, "--table", "main.sales.orders");
        var mapping = _folder["mappings", "orders.yaml"];
        var check = await InProcessProgram.RunAsync(
            "check", mapping, "--against", _folder["descriptors", "orders.sql"]);
        var test = await InProcessProgram.RunAsync("test", mapping);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("ndjson", result.Output, StringComparison.Ordinal);
        Assert.Contains("and encodes all 2 samples.", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"\nNext:\n  sqs-ingestor check {mapping} --against {_folder["descriptors", "orders.sql"]}\n"
                + $"  sqs-ingestor test {mapping}\n",
            result.Output, StringComparison.Ordinal);
        Assert.Equal("1 mapping, 0 errors, 0 warnings\n", check.Output);
        Assert.EndsWith("1 passed, 0 failed\n", test.Output, StringComparison.Ordinal);
        Assert.Equal(
            """
            CREATE TABLE IF NOT EXISTS main.sales.orders (
              order_id STRING,
              total DECIMAL(18,4),
              placed_at TIMESTAMP,
              created_ts TIMESTAMP,
              day DATE,
              lines ARRAY<STRUCT<sku: STRING, qty: BIGINT>>
            );

            """,
            Read("descriptors", "orders.sql"));
        Assert.Contains(
            "created_ts: { from: $.body.createdTs, as: timestamp, formats: [epoch_s, epoch_ms], not_before: 2000-01-01 }",
            Read("mappings", "orders.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_WithoutShowValues_WritesAndPrintsNoValues()
    {
        string[] values = ["A-1001", "19.99", "12:00:00Z", "1772366400123", "s1"];

        var hidden = await InferAsync(Orders, "--format", "json");
        var files = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".ndjson", StringComparison.Ordinal)).Select(File.ReadAllText);
        var shown = await InferAsync(Orders, "--show-values", "--force");

        Assert.All(
            values.Except(["12:00:00Z"]),
            value => Assert.DoesNotContain(value, hidden.Output + string.Concat(files), StringComparison.Ordinal));
        Assert.All(values, value => Assert.Contains(value, shown.Output, StringComparison.Ordinal));
        using var json = JsonDocument.Parse(hidden.Output);
        var first = json.RootElement.GetProperty("columns")[0];
        Assert.Equal("order_id", first.GetProperty("column").GetString());
        Assert.Equal("A-9999", first.GetProperty("shapes")[0].GetString());
        Assert.Equal((2, 2, 100), (Number(first, "seen"), Number(first, "of"), Number(first, "percent")));
    }

    [Theory]
    [InlineData("""{"a":1}""", "json", 1)]
    [InlineData("""[{"a":1},{"a":2}]""", "json_array", 2)]
    [InlineData("{\"a\":1}\n\n{\"a\":2}\n", "ndjson", 2)]
    [InlineData("{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n", "ndjson", 2)]
    [InlineData("\uFEFF{\"a\":1}", "json", 1)]
    [InlineData("""{"Records":[{"messageId":"1","body":"{\"a\":1}"}]}""", "sqs_event", 1)]
    [InlineData(
        """{"Messages":[{"MessageId":"1","Body":"{\"a\":1}"},{"MessageId":"2","Body":"{\"a\":2}"}]}""", "receive_message", 2)]
    public async Task Infer_EachFormat_IsRecognized(string text, string format, int messages)
    {
        var result = await InferAsync(text, "--format", "json");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using var json = JsonDocument.Parse(result.Output);
        var file = json.RootElement.GetProperty("files")[0];
        Assert.Equal((format, messages), (file.GetProperty("format").GetString(), Number(file, "messages")));
        Assert.Contains("  a BIGINT\n", Read("descriptors", "orders.sql"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"Type":"Notification","TopicArn":"t","MessageId":"1","Timestamp":"2026-03-01T12:00:00Z","Message":"{\"a\":1}"}""",
        "decode: [{ unwrap: sns }, json]", "sns_topic_arn STRING")]
    [InlineData("""{"id":"1","detail-type":"t","source":"s","time":"2026-03-01T12:00:00Z","detail":{"a":1}}""",
        "decode: [{ unwrap: eventbridge }, json]", "eventbridge_source STRING")]
    [InlineData("{\"a\":2}\n{\"detail-type\":\"t\",\"source\":\"s\",\"detail\":{\"a\":1}}",
        "decode: [{ unwrap: eventbridge, when: auto }, json]", "a BIGINT")]
    [InlineData(
        """{"Type":"Notification","TopicArn":"t","Message":"plain text"}""", "decode: [{ unwrap: sns }, text]", "body STRING")]
    [InlineData("""{"Records":[{"body":"plain text"},{"body":"{"}]}""", "decode: [text]", "body STRING")]
    [InlineData("""{"Records":[{"body":"[{\"a\":1},{\"a\":2}]"}]}""", "as: element, max_rows: 1000", "a BIGINT")]
    public async Task Infer_Envelope_IsUnwrapped(string text, string mapping, string column)
    {
        var result = await InferAsync(text);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(mapping, Read("mappings", "orders.yaml"), StringComparison.Ordinal);
        Assert.Contains(column, Read("descriptors", "orders.sql"), StringComparison.Ordinal);
    }

    /// <summary>Other programs than the service write the members of envelopes as they like.</summary>
    [Theory]
    [InlineData("\"2026-03-01T12:00:00Z\"", "cloudevents_time TIMESTAMP")]
    [InlineData("\"2026-03-01T12:00:00\"", "cloudevents_time TIMESTAMP_NTZ")]
    [InlineData("\"\"", "cloudevents_time STRING")]
    [InlineData("1772366400123", "cloudevents_time TIMESTAMP")]
    [InlineData("{\"s\":1}", "cloudevents_time STRUCT<s: BIGINT>")]
    [InlineData("null", "cloudevents_time TIMESTAMP")]
    public async Task Infer_MembersOfAnEnvelope_HaveTheTypeOfTheirValues(string time, string column)
    {
        var result = await InferAsync(
            $$$"""
            {"specversion":"1.0","id":"1","source":"/s","type":"t","subject":"2026-03-01","time":{{{time}}},"data":{"a":1}}
            """);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(column, Read("descriptors", "orders.sql"), StringComparison.Ordinal);
        Assert.Contains("cloudevents_subject STRING", Read("descriptors", "orders.sql"), StringComparison.Ordinal);
        Assert.Contains("and encodes the 1 sample.", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Type":"Notification","TopicArn":"t","MessageId":7,"Timestamp":"now","Message":"{\"a\":1}"}""",
        "sns_message_id BIGINT", "sns_timestamp STRING")]
    [InlineData("""{"Type":"Notification","TopicArn":"t","Timestamp":"now","Message":"plain"}""",
        "sns_timestamp STRING", "body STRING")]
    [InlineData("""{"id":{"n":1},"detail-type":"t","source":"s","time":"","detail":{"a":1}}""",
        "eventbridge_id STRUCT<n: BIGINT>", "eventbridge_time STRING")]
    public async Task Infer_OddMembersOfEachEnvelope_LoseNoSample(string text, params string[] columns)
    {
        var result = await InferAsync(text);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.All(
            columns, column => Assert.Contains(column, Read("descriptors", "orders.sql"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Infer_ArrayWithMoreRowsThanAMappingMakes_IsLeftOut()
    {
        var many = $"[{string.Join(',', Enumerable.Repeat("{\"a\":1}", MappingLimits.MaxExplodedRows + 1))}]";

        var result = await InferAsync($"[{{\"a\":1}}]\n{many}\n");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("warning: 1 message has the record error too_many_rows", result.Output, StringComparison.Ordinal);
        Assert.Contains("and encodes the 1 sample.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_Report_EndsWithWhatNeedsALook()
    {
        var clear = await InferAsync("""{"a":1,"b":"x"}""");
        var doubtful = await InferAsync(
            """{"a":1,"u":null,"s":{"v":[],"x":1},"n":1772366400,"t":"2026-03-01T12:00:00Z","id":1,"ID":2,"w":{},"z":[[1]]}""",
            "--force");

        Assert.Contains("\nmain.default.orders: 2 columns; none needs a look\n", clear.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\nmain.default.orders: 9 columns; 6 to look at: u, s.v, n, id_2, w, …\n", doubtful.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "samples_missing")]
    [InlineData(" \n\n", "samples_missing")]
    [InlineData("hello", "samples_unusable")]
    [InlineData("{\"a\":NaN}", "samples_unusable")]
    [InlineData("{\"a\":1", "samples_unusable")]
    [InlineData("{\"a\":\"\\ud800\"}", "samples_unusable")]
    [InlineData("""{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"t","Bucket":"b"}""", "s3_test_event")]
    public async Task Infer_FileWithoutASample_IsAnErrorWithACode(string text, string code)
    {
        var result = await InferAsync(text);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(code, result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["mappings"]));
    }

    [Fact]
    public async Task Infer_BytesThatAreNotUtf8OrTooDeep_AreLeftOut()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 70)) + "1" + new string('}', 70);
        byte[] text = [.. Encoding.UTF8.GetBytes("{\"a\":1}\n{\"a\":\""), 0xff, .. Encoding.UTF8.GetBytes("\"}\n" + deep)];

        var result = await InferAsync(text, "--format", "json");

        Assert.Equal(0, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        var refused = json.RootElement.GetProperty("left_out").EnumerateArray()
            .Select(each => each.GetProperty("code").GetString());
        Assert.Equal(["text_encoding", "body_depth"], refused);
    }

    [Fact]
    public async Task Infer_TenThousandNames_IsOneColumn()
    {
        var sample = $"{{{string.Join(",", Enumerable.Range(0, 10_000).Select(i => $"\"k{i}\":{i}"))}}}";

        var result = await InferAsync(sample);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("  body MAP<STRING, BIGINT>\n", Read("descriptors", "orders.sql"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_ContradictorySamples_SaysWhichAndMakesAVariant()
    {
        var result = await InferAsync("{\"a\":1}\n{\"a\":\"x\"}\n{\"a\":{}}");

        Assert.Contains("contradictory: number in 1, object in 1, text in 1", result.Output, StringComparison.Ordinal);
        Assert.Contains("  a VARIANT\n", Read("descriptors", "orders.sql"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_FilesThatExist_AreKeptWithoutForce()
    {
        await InferAsync("{\"a\":1}");

        var refused = await InferAsync("{\"b\":1}");
        var kept = Read("descriptors", "orders.sql");
        var forced = await InferAsync("{\"b\":1}", "--force");

        Assert.Equal((2, 0), (refused.ExitCode, forced.ExitCode));
        Assert.Contains("error file_exists", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("  a BIGINT\n", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_StandardInput_IsRead()
    {
        var start = SqsIngestorProgram.Start(["infer", "-", "--output", _folder.Path]);
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync("{\"a\":1}\n{\"a\":2}\n");
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);

        Assert.Contains("and encodes all 2 samples.", await output, StringComparison.Ordinal);
        Assert.Contains("main.default.messages", Read("descriptors", "messages.sql"), StringComparison.Ordinal);
    }

    private Task<CommandResult> InferAsync(string text, params string[] options) =>
        InferAsync(Encoding.UTF8.GetBytes(text), options);

    private Task<CommandResult> InferAsync(byte[] text, params string[] options) =>
        InProcessProgram.RunAsync(
            ["infer", _folder.Write("orders.ndjson", text), "--output", _folder.Path, .. options]);

    private string Read(params ReadOnlySpan<string> parts) => File.ReadAllText(_folder[parts]);

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
