using SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Unwraps;

/// <summary>Change events of Debezium.</summary>
public class DebeziumUnwrapTests
{
    private const string Yaml = "payload: { decode: { unwrap: debezium } }";
    private const string Decimal =
        "\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":";

    [Fact]
    public void Body_WithASchema_HasExactDecimalsAndTexts()
    {
        var run = new PayloadRun(Yaml);
        var expected = """
            {"before":null,"after":{"id":1001,"total":19.99,"free":-0.001,"date":"2026-03-01","date2":"1969-12-31",
            "ts3":"2026-03-01T12:00:00.123Z","ts6":"2026-03-01T12:00:00.123456Z","ts9":"1969-12-31T23:59:59.999999999Z",
            "tsc":"1970-01-01T00:00:00Z","t3":"12:00:00","t6":"00:00:00.000001","t9":"23:59:59.999999999","tc":"00:00:00",
            "zoned":"2026-03-01T12:00:00Z","dates":["1970-01-01",null],"days":{"a":"1970-01-02"}},
            "source":{"ts_ms":1772366400000},"op":"u","ts_ms":1772366400500}
            """.ReplaceLineEndings("");

        Assert.Equal(expected, run.Body(DebeziumSamples.WithSchema));
        // The schema is known now.
        Assert.Equal(expected, run.Body(DebeziumSamples.WithSchema));
    }

    [Theory]
    [InlineData("""{"op":"c","after":{"a":"B88="},"source":{}}""", """{"op":"c","after":{"a":"B88="},"source":{}}""")]
    [InlineData("""{"schema":null,"payload":{"op":"r"}}""", """{"op":"r"}""")]
    [InlineData("""{"payload":{"op":"r"}}""", """{"op":"r"}""")]
    [InlineData("""{"op":"c","after":{"payload":1}}""", """{"op":"c","after":{"payload":1}}""")]
    public void Body_WithoutASchema_StaysAsItIs(string body, string expected) =>
        Assert.Equal(expected, new PayloadRun(Yaml).Body(body));

    [Theory]
    // decimal.format of the converter is NUMERIC, or decimal.handling.mode is string or double.
    [InlineData(Decimal + "\"2\"}", "19.990", "19.990")]
    [InlineData(Decimal + "\"0\"}", "\"gA==\"", "-128")]
    [InlineData(Decimal + "\"-2\"}", "\"AQ==\"", "1e2")]
    [InlineData(
        Decimal + "\"10\"}",
        "\"S3tMqFqG5H+h0sAAAAAAAAA=\"", null)]
    [InlineData("\"string\"", "\"19.99\"", "\"19.99\"")]
    [InlineData("\"double\"", "19.99", "19.99")]
    [InlineData("\"int32\",\"name\":\"io.debezium.time.Date\"", "2932897", "2932897")]
    [InlineData("\"int32\",\"name\":\"io.debezium.time.Date\"", "\"x\"", "\"x\"")]
    [InlineData("\"int64\",\"name\":\"io.debezium.time.MicroTimestamp\"", "9223372036825200000", "9223372036825200000")]
    [InlineData("\"int64\",\"name\":\"io.debezium.time.MicroTime\"", "86400000000", "86400000000")]
    [InlineData("\"int64\",\"name\":\"io.debezium.time.MicroTime\"", "-1", "-1")]
    public void Body_ValueOfAType_IsConvertedIfItCan(string type, string value, string? expected)
    {
        var body = new PayloadRun(Yaml).Body(Event(type, value));

        if (expected is not null) Assert.Equal($"{{\"op\":\"c\",\"after\":{{\"a\":{expected}}}}}", body);
        else Assert.Matches("^\\{\"op\":\"c\",\"after\":\\{\"a\":[0-9]+\\.[0-9]{10}\\}\\}$", body);
    }

    [Theory]
    [InlineData("null", "tombstone", "")]
    [InlineData("""{"schema":{},"payload":null}""", "tombstone", "")]
    [InlineData("""{"payload":null,"schema":null}""", "tombstone", "")]
    [InlineData("""{"schema":null,"payload":{"id":1}}""", "envelope_shape", ": no op")]
    [InlineData("""{"schema":null,"payload":[]}""", "envelope_shape", ": no op")]
    [InlineData("""{"id":1}""", "envelope_shape", ": no op")]
    [InlineData("[]", "envelope_shape", ": not an object")]
    [InlineData("""{"schema":{},"payload":{"op":"c"}}""", "body_syntax", ": not a Kafka Connect schema")]
    [InlineData("""{"schema":{"type":"struct"},"payload":{"op":"c"}}""", "body_syntax", ": not a Kafka Connect schema")]
    [InlineData("""{"schema":{"type":"\ud800"},"payload":{"op":"c"}}""", "body_syntax", ": not a Kafka Connect schema")]
    [InlineData(
        """
        {"schema":{"type":"bytes","name":"org.apache.kafka.connect.data.Decimal","parameters":{"scale":"99999999999"}},
         "payload":{"op":"c"}}
        """,
        "body_syntax", ": not a Kafka Connect schema")]
    [InlineData("""{"op":"c",""", "body_syntax", ": not JSON at line 1, byte 10")]
    public void Body_Broken_IsAnErrorOfTheStep(string body, string code, string detail)
    {
        var run = new PayloadRun(Yaml);

        Assert.Equal(code, run.Body(body));
        Assert.Equal("in the step debezium" + detail, run.Payload.Fault?.Detail);
    }

    [Theory]
    [InlineData(Decimal + "\"2\"}", "\"!\"")]
    [InlineData("\"struct\",\"name\":\"io.debezium.data.VariableScaleDecimal\"", "{\"scale\":1}")]
    [InlineData("\"struct\",\"name\":\"io.debezium.data.VariableScaleDecimal\"", "{\"scale\":1e9,\"value\":\"AQ==\"}")]
    [InlineData("\"int32\",\"name\":\"io.debezium.time.Date\"", "1.5")]
    public void Body_ValueOfAnotherType_IsAnError(string type, string value)
    {
        var run = new PayloadRun(Yaml);

        Assert.Equal("body_syntax", run.Body(Event(type, value)));
        Assert.Equal(
            "in the step debezium: the value at /after/0, where members count from 0, "
                + "is not of the type that the schema gives it",
            run.Payload.Fault?.Detail);
    }

    [Fact]
    public void Body_MoreSchemasThanAreKept_AreAllRead()
    {
        var run = new PayloadRun(Yaml);
        for (var i = 0; i < 40; i++)
        {
            var type = Decimal + $"\"-{i % 20 + 1}\"}}";
            Assert.Equal($"{{\"op\":\"c\",\"after\":{{\"a\":1e{i % 20 + 1}}}}}", run.Body(Event(type, "\"AQ==\"")));
        }
    }

    private static string Event(string type, string value) =>
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"after\",\"type\":\"struct\",\"fields\":["
        + $"{{\"field\":\"a\",\"type\":{type}}}]}}]}},\"payload\":{{\"op\":\"c\",\"after\":{{\"a\":{value}}}}}}}";
}
