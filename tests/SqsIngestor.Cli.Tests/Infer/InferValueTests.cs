using System.Text;
using System.Text.Json;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Infer.Samples;
using SqsIngestor.Tests.Shared;

// Base64, and a name that is not English: cspell:ignore größe KPVQHAAAA Ijox Ijoyf
namespace SqsIngestor.Cli.Tests.Infer;

/// <summary>Types that hold each value of the samples, and notes where one does not.</summary>
public sealed class InferValueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"v":12345678901234567890}|{"v":1.5e3}""", "v DECIMAL(28,4)")]
    [InlineData("""{"v":9007199254740993}|{"v":0.5}|{"v":1e3}""", "v DECIMAL(24,4)")]
    [InlineData("""{"v":1.5e3}|{"v":19.99}|{"v":9007199254740992}""", "v DOUBLE")]
    [InlineData("""{"v":1e400}|{"v":1}""", "v STRING")]
    [InlineData("""{"v":1e-400}|{"v":1}""", "v STRING")]
    [InlineData("""{"v":1e30}|{"v":0.12345678901234567}""", "v STRING")]
    [InlineData("""{"v":12345678901234567e2}""", "v DECIMAL(27,4)")]
    [InlineData("""{"v":20.123456789012344}|{"v":24.5}|{"v":0.30000000000000004}""", "v DOUBLE")]
    [InlineData("""{"v":20.1234567890123456}|{"v":24.5}""", "v DECIMAL(24,18)")]
    [InlineData("""{"v":0.123}""", "v DECIMAL(18,5)")]
    [InlineData("""{"lat":52.52,"lng":13.404954}""", "lat DOUBLE,\n  lng DOUBLE")]
    [InlineData("""{"homeLatitude":52.52}""", "home_latitude DOUBLE")]
    [InlineData("""{"v":"9999-12-31"}|{"v":"2026-03-01"}|{"v":"0001-01-01"}""", "v DATE")]
    [InlineData("""{"v":"0001-01-01T00:00:00Z"}|{"v":"9999-12-31T23:59:59.9999999Z"}""", "v TIMESTAMP")]
    [InlineData("""{"v":"0001-01-01T00:00:00"}|{"v":"9999-12-31"}""", "v TIMESTAMP_NTZ")]
    [InlineData("""{"v":"0001-01-01T00:00:00+01:00"}""", "v STRING")]
    [InlineData("""{"event_date":20260301}|{"event_date":"20251231"}""", "event_date DATE")]
    [InlineData("""{"event_date":20260301}|{"event_date":20251331}""", "event_date BIGINT")]
    [InlineData("""{"order_no":20260301}""", "order_no BIGINT")]
    [InlineData("""{"v":null}""", "v VARIANT")]
    // Numbers of people and durations, which could be times by their values.
    [InlineData("""{"created_by":1500988230}""", "created_by BIGINT")]
    [InlineData("""{"lastUpdatedByUserId":1234567891027022305}""", "last_updated_by_user_id BIGINT")]
    [InlineData("""{"service_time_ns":1111354012}""", "service_time_ns BIGINT")]
    [InlineData("""{"start_time_ms":1772366400123}""", "start_time_ms TIMESTAMP")]
    [InlineData("""{"run_at":1772366400}""", "run_at TIMESTAMP")]
    [InlineData("""{"ends_at":4102444800}""", "ends_at TIMESTAMP")]
    [InlineData("""{"last_seen":1772366400}""", "last_seen TIMESTAMP")]
    // Coordinates that are whole by chance.
    [InlineData("""{"lat":0}|{"lat":13}""", "lat DOUBLE")]
    public async Task Infer_Values_ReadBackTheSame(string samples, string column)
    {
        var result = await InferAsync(samples);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains($"  {column}\n", Read("descriptors", "t.sql"), StringComparison.Ordinal);
        var count = samples.Split('|').Length;
        var cut = samples.Contains("9999999Z", StringComparison.Ordinal) ? ", to the microsecond" : "";
        Assert.Contains($"read back the same{cut}: {count} of {count}.", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"v\":\"{\\\"a\\\":1}\"}", "JSON in text")]
    [InlineData("{\"v\":\"[INFO] job [5]\"}", null)]
    [InlineData("{\"v\":\"{name} said {x}\"}", null)]
    [InlineData("{\"v\":\"\"}", "only empty text seen")]
    public async Task Infer_Text_HasANoteIfItIsJsonOrEmpty(string samples, string? note)
    {
        var result = await InferAsync(samples);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        if (note is null) Assert.DoesNotContain("JSON in text", result.Output, StringComparison.Ordinal);
        else Assert.Contains(note, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"at":"2026-03-01T10:00:00.123456789Z"}|{"at":"2026-03-01T10:00:00.1234560Z"}""",
        "digits below the microsecond are cut off in 1")]
    [InlineData("""{"at":"2026-03-01T10:00:00.9999999"}""", "digits below the microsecond are cut off in 1")]
    [InlineData("""{"at":1772366400123456789}|{"at":1772366400123456000}""", "digits below the microsecond are cut off in 1")]
    [InlineData("""{"at":"1772366400.1234567"}""", "digits below the microsecond are cut off in 1")]
    [InlineData("""{"order_no":20260301}""", "could be days (formats: yyyyMMdd)")]
    [InlineData("""{"order_no":"20260301"}""", "could be days (formats: yyyyMMdd)")]
    [InlineData("""{"event_date":"20260301"}""", "days as eight digits")]
    [InlineData("""{"v":12345678901234567890}|{"v":1.5e3}""", "more than DOUBLE keeps")]
    [InlineData("""{"v":0.123}""", "1.3 digits seen; a value with more than 5 digits after the point fails")]
    [InlineData("""{"v":"12.50"}|{"v":12.5}""", "the texts are numbers, so a DECIMAL would hold both")]
    [InlineData("""{"v":"12"}|{"v":12}""", "the texts are numbers, so a BIGINT or a DECIMAL would hold both")]
    [InlineData("""{"v":"0123"}|{"v":123}""", "number in 1, text in 1; STRING would hold both")]
    [InlineData("""{"created_at":0}|{"created_at":1772366400}""",
        "epoch_s in 1; the others are not times of the years 2000 to 2100")]
    [InlineData("""{"v":null}""", "only null seen")]
    [InlineData("""{"@at":1}""", "the member is called '@at'")]
    [InlineData("""{"Id":1,"ID":2}""", "another column has the name id, but for case and underscores; the member is called 'Id'")]
    [InlineData("""{"_id":"x","id":2}""", "_id_2  STRING")]
    [InlineData("""{"":1}""", "the member is called ''")]
    [InlineData("""{"1st":{"2026-01-01":1,"2026-01-02":2}}""", "protobuf has no MAP with a name that begins with a digit")]
    [InlineData("""{"1st":1}""", "the member is called '1st'")]
    [InlineData("""{"raw_done_date":2603170053}""", "could be local times as digits")]
    [InlineData("""{"end_time":20260309232250}""", "could be local times as digits")]
    [InlineData("""{"end_time":260309232250}""", "could be local times as digits")]
    [InlineData("""{"end_time":"202603092322"}""", "could be local times as digits")]
    [InlineData(
        """{"eventName":"INSERT","dynamodb":{"Keys":{"id":{"S":"a"}},"NewImage":{"id":{"S":"a"}}}}""",
        "no sample has OldImage, which gets no column")]
    [InlineData(
        """{"userId":1,"user_id":2,"user_id_2":3}""", "user_id_3  BIGINT", "--names", "as_is")]
    [InlineData("""{"answer_time":"20260309232250"}""", "numbers in text; could be local times as digits")]
    [InlineData("""{"api_version":"2020-08-27"}""", "days, but the name says a version")]
    [InlineData("""{"apiversions":["2020-08-27"]}""", "days, but the name says a version")]
    [InlineData("""{"revision":"2020-08-27"}""", "days, but the name says a version")]
    [InlineData("""{"größe":1}""", "the member is called 'größe'")]
    [InlineData("""{"a b":1}""", "the member is called 'a b'", "--names", "as_is")]
    public async Task Infer_WhatDoesNotShowInTheType_IsANote(string samples, string note, params string[] options)
    {
        var result = await InferAsync(samples, options);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(note, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"user_name":"REAL","user.name":"DOT","user-name":"DASH"}""")]
    [InlineData("""{"user-name":"DASH","user.name":"DOT","user_name":"REAL"}""")]
    [InlineData("""{"user.name":"DOT","user_name":"REAL","user-name":"DASH"}""")]
    public async Task Infer_MembersThatWantOneName_GetTheSameColumnsInAnyOrder(string sample)
    {
        await InferAsync(sample);

        var mapping = Read("mappings", "t.yaml");
        Assert.Contains("  user_name: $.body.user_name #", mapping, StringComparison.Ordinal);
        Assert.Contains("  user_name_2: \"$.body['user-name']\" #", mapping, StringComparison.Ordinal);
        Assert.Contains("  user_name_3: \"$.body['user.name']\" #", mapping, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_ManyColumns_TheTestHasShortLines()
    {
        var members = Enumerable.Range(0, 40).Select(i => $"\"member_{i}\":{{\"b{i}\":[{{\"c\":\"x\",\"d\":1.5}}],\"e\":true}}");

        var result = await InferAsync($"{{{string.Join(',', members)}}}");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.All(Read("mappings", "t.yaml").Split('\n'), line => Assert.InRange(line.Length, 0, 130));
    }

    [Fact]
    public async Task Infer_MessageAttributes_AreReportedAndColumnsInComments()
    {
        const string Event = """
            {"Records":[
              {"messageId":"1","body":"{\"a\":1}","messageAttributes":{"tenant":{"dataType":"String","stringValue":"acme"},
                "trace id":{"dataType":"Binary","binaryValue":"AA=="}}},
              {"messageId":"2","body":"{\"a\":2}","messageAttributes":{"tenant":{"dataType":"Number","stringValue":"2"},
                "count":{"dataType":"Number.int","stringValue":"2"}}}]}
            """;

        var result = await InferAsync(Event);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(
            "message attribute tenant (String or Number) in 2 of 2 messages: the mapping has it as a comment", result.Output,
            StringComparison.Ordinal);
        Assert.Contains("message attribute trace id (Binary) in 1 of 2 messages", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("acme", result.Output, StringComparison.Ordinal);
        var mapping = Read("mappings", "t.yaml");
        Assert.Contains("  # attr_tenant: $.attr.tenant # STRING\n", mapping, StringComparison.Ordinal);
        Assert.Contains("  # attr_count: $.attr.count # BIGINT or DOUBLE\n", mapping, StringComparison.Ordinal);
        Assert.Contains("  # attr_trace_id: \"$.attr['trace id']\" # BINARY\n", mapping, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Messages":[{"MessageId":"1","Body":"{}",?:{"k":{"DataType":"String","StringValue":"v"}}}]}""")]
    [InlineData("""{"Type":"Notification","TopicArn":"t","Message":"{\"a\":1}",?:{"k":{"Type":"String","Value":"v"}}}""")]
    public async Task Infer_AttributesOfOtherForms_AreReported(string sample)
    {
        var result = await InferAsync(sample.Replace("?", "\"MessageAttributes\"", StringComparison.Ordinal));

        Assert.Contains("message attribute k (String) in 1 of 1 message: ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<order><id>1</id></order>", "It looks like XML, which payload: { decode: [xml] } reads")]
    [InlineData("id,at,amount|1,2026-03-01,1.25", "It looks like CSV, which payload: { decode: [csv] } reads")]
    [InlineData("id,name|1,Ada", "It looks like CSV, which payload: { decode: [csv] } reads")]
    [InlineData("id;name;at|1;Ada;x", "It looks like CSV, which payload: { decode: [{ decode: csv, delimiter: \";\" }] } reads")]
    [InlineData("SmsSid=SM1&SmsStatus=delivered&To=%2B1555", "It looks like a form (a=1&b=2), which no payload step reads")]
    [InlineData("level=info msg=\"a b\" n=1", "It looks like logfmt, which payload: { decode: [logfmt] } reads")]
    [InlineData("H4sIAAAAAAAAA6tWSlSyMqwFAJ0KPVQHAAAA", "It looks like base64 of gzip")]
    [InlineData("hello", "what the code means.\n")]
    public async Task Infer_BodiesOfAnotherFormat_NameTheStepThatReadsThem(string samples, string words)
    {
        var result = await InferAsync(samples);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error samples_unusable", result.Errors, StringComparison.Ordinal);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n\"Messages\":[{\"Body\":\"{\\\"a\\\":1}\"}]\n}{\n\"Messages\":[{\"Body\":\"{\\\"a\\\":2}\"}]\n}", 2)]
    [InlineData("{\"a\":1}{\"a\":2} {\"a\":3}", 3)]
    [InlineData("{\"a\":\"}{\"}\n{\"a\":\"x\"}", 2)]
    public async Task Infer_DocumentsWithoutALineEndBetweenThem_AreMessages(string text, int messages)
    {
        var result = await InferAsync(text);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains($"and encodes all {messages} samples.", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{"Messages":[]}""")]
    public async Task Infer_EventWithoutAMessage_IsAnError(string text)
    {
        var result = await InferAsync(text);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error samples_missing: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains(": There is no message", result.Errors, StringComparison.Ordinal);
    }

    /// <summary>Nothing is copied but the documents, each once.</summary>
    [Fact]
    public void DocumentReader_ManyDocumentsOnOneLine_TakesMemoryForEachOnce()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($$"""{"a":"{{new string('x', 100)}}"}""", 5_000)));
        var reader = new DocumentReader(new MemoryStream(text), "t.json");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var documents = reader.Read().Count();
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(5_000, documents);
        Assert.InRange(taken, text.Length, 20L * text.Length);
    }

    /// <summary>The budget of all places is almost used when the common members of the objects are asked for.</summary>
    [Fact]
    public void TypeChoice_ManyIdsWithManyMembers_AreAMapOfStructs()
    {
        var members = string.Join(",", Enumerable.Range(0, 98).Select(i => $"\"member{i}\":{i}"));
        var ids = string.Join(",", Enumerable.Range(0, 505).Select(i => $"\"{i}\":{{{members}}}"));
        using var json = JsonDocument.Parse($"{{{ids}}}");
        var evidence = new ValueEvidence(new EvidenceBudget(false));
        evidence.Add(json.RootElement);

        var type = new TypeChoice(keepsNames: false).Choose(evidence, "orders").Delta;

        Assert.Equal(98, Assert.IsType<StructType>(Assert.IsType<MapType>(type).Value).Fields.Count);
        Assert.Same(evidence.CommonMember(), evidence.CommonMember());
    }

    [Theory]
    [InlineData("epoch_s")]
    [InlineData("epoch_ms")]
    [InlineData("epoch_us")]
    [InlineData("epoch_ns")]
    public void EpochUnit_Example_IsATimeOfItsUnit(string format) =>
        Assert.Equal([format], EpochUnit.Formats(EpochUnit.Of(EpochUnit.Example(format)!)));

    [Theory]
    [InlineData("12.0", 12L)]
    [InlineData("-1e3", -1000L)]
    [InlineData("0.0", 0L)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("1e19", null)]
    [InlineData("1.5", null)]
    public void ExactNumber_Integers_AreFoundHoweverTheyAreWritten(string text, long? value) =>
        Assert.Equal(value, ExactNumber.Parse(text).TryToInt64(out var found) ? found : null);

    [Theory]
    [InlineData("1.50", "15e-1", true)]
    [InlineData("-0.0", "0", true)]
    [InlineData("1e400", "10e399", true)]
    [InlineData("100", "1e2", true)]
    [InlineData("1e99999999999999999999", "1", false)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("-1", "1", false)]
    public void ExactNumber_Values_AreCompared(string a, string b, bool same) =>
        Assert.Equal(same, ExactNumber.Parse(a) == ExactNumber.Parse(b));

    private Task<CommandResult> InferAsync(string samples, params string[] options) => InProcessProgram.RunAsync(
        ["infer", _folder.Write("t.ndjson", samples.Replace('|', '\n')), "--output", _folder.Path, .. options]);

    private string Read(params ReadOnlySpan<string> parts) => File.ReadAllText(_folder[parts]);
}
