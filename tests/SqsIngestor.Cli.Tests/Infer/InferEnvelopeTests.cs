using SqsIngestor.Cli.Infer.Samples;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Infer;

/// <summary>Members of envelopes, and messages without data.</summary>
public sealed class InferEnvelopeTests : IDisposable
{
    private const string Event = """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"a":1}}""";
    private const string WithoutData = """{"specversion":"1.0","id":"2","source":"/s","type":"deleted"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        """
        {"version":"0","id":"1","detail-type":"t","source":"s","account":"123456789012","time":"2026-03-01T12:00:00Z",
         "region":"eu-west-1","resources":["arn:a"],"detail":{"a":1}}
        """,
        "eventbridge_account STRING", "eventbridge_region STRING", "eventbridge_resources ARRAY<STRING>")]
    [InlineData(
        """
        {"id":"1","detail-type":"t","source":"s","time":"2026-03-01T12:00:00Z","resources":[],"detail":{"a":1}}
        """,
        "eventbridge_resources ARRAY<STRING>")]
    [InlineData(
        """
        {"Type":"Notification","MessageId":"1","TopicArn":"t","Subject":"2026-03-01","Message":"{\"a\":1}",
         "Timestamp":"2026-03-01T12:00:00Z","SequenceNumber":"10000000000000000000","Signature":"x"}
        """,
        "sns_subject STRING", "sns_sequence_number STRING")]
    [InlineData(
        """
        {"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"application/json","dataschema":"x:y",
         "tenantid":7,"traceparent":"00-1","data":{"a":1}}
        """,
        "cloudevents_dataschema STRING", "cloudevents_tenantid BIGINT", "cloudevents_traceparent STRING")]
    public async Task Infer_MembersOfAnEnvelope_AreColumns(string message, params string[] columns)
    {
        var result = await InferAsync(message);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var sql = File.ReadAllText(_folder["descriptors", "t.sql"]);
        Assert.All(columns, column => Assert.Contains(column, sql, StringComparison.Ordinal));
        Assert.All(
            ["signature", "datacontenttype", "specversion", "eventbridge_version"],
            name => Assert.DoesNotContain(name, sql, StringComparison.Ordinal));
    }

    /// <summary>An envelope without rows would make columns of its data and of its signature.</summary>
    [Fact]
    public void Member_OfEveryEnvelope_IsKnown()
    {
        var envelopes = LanguageReference.PayloadShapes.Where(shape => shape is { IsEnvelope: true, CarriesBytes: false });

        Assert.All(
            envelopes,
            envelope =>
            {
                Assert.NotEmpty(EnvelopeMember.Of(envelope.Word, []));
                Assert.Contains(["Message", "detail", "data"], data => !EnvelopeMember.IsKept(envelope.Word, data));
            });
    }

    [Fact]
    public async Task Infer_EventWithoutData_IsARow()
    {
        var result = await InferAsync(Event, WithoutData);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(
            "1 event without data: the columns of the body are NULL in the row\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("a                    BIGINT", result.Output, StringComparison.Ordinal);
        Assert.Contains("Samples whose values read back the same: 2 of 2.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_EventWithoutDataAmongArrays_IsARow()
    {
        var result = await InferAsync(Event.Replace("{\"a\":1}", "[{\"a\":1},{\"a\":2}]", StringComparison.Ordinal), WithoutData);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("absent: row", File.ReadAllText(_folder["mappings", "t.yaml"]), StringComparison.Ordinal);
        Assert.Contains("Samples whose values read back the same: 2 of 2.", result.Output, StringComparison.Ordinal);
    }

    /// <summary>The mapping of events that all have data takes a later one without.</summary>
    [Fact]
    public async Task Infer_LaterEventWithoutData_IsARowToo()
    {
        await InferAsync(Event);

        var encode = await RunAsync("encode", _folder["mappings", "t.yaml"], "--body", WithoutData);

        Assert.Equal((0, ""), (encode.ExitCode, encode.Errors));
    }

    [Theory]
    [InlineData("""{"a":1,"b":"x"}""", "wrong_type", "2 columns from 1 row of 1 message")]
    [InlineData("""[{"a":1},{"a":2}]""", "null", "1 column from 2 rows of 1 message")]
    public async Task Infer_NullAmongOthers_IsLeftOut(string body, string code, string columns)
    {
        var result = await InferAsync(body, "null");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(
            $"warning: 1 message has the record error {code} in the function, and is left out", result.Output,
            StringComparison.Ordinal);
        var encode = await RunAsync("encode", _folder["mappings", "t.yaml"], "--body", "null");
        Assert.Contains($"failed: {code} ", encode.Errors, StringComparison.Ordinal);
        Assert.Contains(columns, result.Output, StringComparison.Ordinal);
    }

    /// <summary>The only notification is left out, so the mapping must not demand notifications.</summary>
    [Fact]
    public async Task Infer_NullInAnEnvelope_LeavesTheEnvelopeOutToo()
    {
        var result = await InferAsync("""{"a":1}""", """{"Type":"Notification","TopicArn":"t","Message":"null"}""");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("decode: [json]", File.ReadAllText(_folder["mappings", "t.yaml"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_NullAmongNumbers_IsAValue()
    {
        var result = await InferAsync("1", "null");

        Assert.Contains("1 column from 2 rows of 2 messages", result.Output, StringComparison.Ordinal);
        Assert.Contains("body  BIGINT", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1}""", "null")]
    [InlineData("""{"a":1}""", """{"a":2,"b":null}""")]
    public async Task Infer_AgainstATable_NullNeedsNoColumn(params string[] bodies)
    {
        var sql = _folder.Write("a.sql", "CREATE TABLE main.raw.t (a BIGINT);");
        var samples = Write(bodies);

        var result = await RunAsync("infer", samples, "--against", sql);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("main.raw.t has a column for everything ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_AgainstATable_NotesMembersOfTheEnvelopeWithoutAColumn()
    {
        var sql = _folder.Write("a.sql", "CREATE TABLE main.raw.t (a BIGINT, cloudevents_id STRING, source STRING);");
        var samples = Write(Event);

        var result = await RunAsync("infer", samples, "--against", sql);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            "$.envelope.cloudevents.type: 1 of 1 samples have it, and the table has no column cloudevents_type\n"
                + "main.raw.t has a column for everything else in the body of 1 sample.\n", result.Output);
    }

    [Theory]
    [InlineData("cloudevents_id STRING NOT NULL, cloudevents_type STRING", null)]
    [InlineData("cloudevents_id STRING, cloudevents_type INT",
        "cloudevents_type: the samples need STRING, and the table has INT.")]
    [InlineData("cloudevents_id STRING, cloudevents_type STRING, cloudevents_subject STRING NOT NULL",
        "cloudevents_subject: the table has STRING NOT NULL, and the samples do not have it")]
    public async Task Infer_AgainstATable_ComparesMembersOfTheEnvelope(string columns, string? gap)
    {
        var sql = _folder.Write("a.sql", $"CREATE TABLE main.raw.t (a BIGINT, cloudevents_source STRING, {columns});");
        var samples = Write(Event, Event);

        var result = await RunAsync("infer", samples, "--against", sql);

        Assert.Equal((gap is null ? 0 : 1, ""), (result.ExitCode, result.Errors));
        Assert.Contains(gap ?? "main.raw.t has a column for everything in the bodies", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_NotNull_IsAlsoForMembersOfEnvelopesThatAllHave()
    {
        var samples = Write(Event, Event.Replace("\"data\"", "\"tenantid\":7,\"data\"", StringComparison.Ordinal));

        var result = await RunAsync("infer", samples, "--table", "main.raw.t", "--output", _folder.Path, "--not-null");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var sql = File.ReadAllText(_folder["descriptors", "t.sql"]);
        Assert.Contains("cloudevents_id STRING NOT NULL", sql, StringComparison.Ordinal);
        Assert.Contains("cloudevents_tenantid BIGINT,", sql, StringComparison.Ordinal);
        Assert.Contains("cloudevents_subject STRING,", sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_MembersOfEnvelopes_AreCountedByMessage()
    {
        var result = await InferAsync(
            """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":[{"a":1},{"a":2}]}""",
            """{"specversion":"1.0","id":"2","source":"/s","type":"t","priority":1,"Priority":2,"data":[{"a":1}]}""");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("cloudevents_id          STRING     2 of 2 (100 %)", result.Output, StringComparison.Ordinal);
        Assert.All(
            (string[])[
                "cloudevents_id          STRING     2 of 2 (100 %)",
                "cloudevents_subject     STRING     0 of 2 (0 %)    envelope; no sample has it",
                "cloudevents_priority    BIGINT     1 of 2 (50 %)   9; envelope\n",
                "another column has the name cloudevents_priority, but for case and underscores; the member is called 'Priority'",
            ],
            text => Assert.Contains(text, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Infer_AgainstAMapping_SaysWhichMembersOfTheEnvelopeNoColumnTakes()
    {
        await InferAsync(Event);
        var later = Write(Event.Replace("\"data\"", "\"tenantid\":7,\"data\"", StringComparison.Ordinal));

        var result = await RunAsync("infer", later, "--against", _folder["mappings", "t.yaml"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            "$.envelope.cloudevents.tenantid: 1 of 1 samples have it, and no column takes it\n"
                + "main.raw.t has a column for everything else in the body of 1 sample.\n", result.Output);
    }

    [Fact]
    public async Task Infer_AgainstAMappingOfText_SaysWhichMembersOfTheEnvelopeNoColumnTakes()
    {
        const string Notification = """{"Type":"Notification","TopicArn":"t","Message":"job 7 done"}""";
        await InferAsync(Notification);
        var later = Write(Notification.Replace("\"Message\"", "\"Subject\":\"s\",\"Message\"", StringComparison.Ordinal));

        var result = await RunAsync("infer", later, "--against", _folder["mappings", "t.yaml"]);

        Assert.StartsWith(
            "$.envelope.sns.Subject: 1 of 1 samples have it, and no column takes it\n", result.Output, StringComparison.Ordinal);
    }

    private Task<CommandResult> InferAsync(params string[] messages) =>
        RunAsync("infer", Write(messages), "--table", "main.raw.t", "--output", _folder.Path, "--force");

    private string Write(params string[] messages) =>
        _folder.Write("t.ndjson", string.Join('\n', messages.Select(m => m.ReplaceLineEndings(" "))) + "\n");

    private static Task<CommandResult> RunAsync(params string[] arguments) => InProcessProgram.RunAsync(arguments);
}
