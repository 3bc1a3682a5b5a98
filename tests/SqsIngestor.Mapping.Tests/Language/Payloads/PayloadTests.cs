using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Language.Payloads;

/// <summary>Each step, and the chains that people use.</summary>
public class PayloadTests
{
    private const string Json = """{"a":1,"b":"ü"}""";

    [Theory]
    [InlineData("")]
    [InlineData("payload: {}")]
    [InlineData("payload: { decode: json }")]
    [InlineData("payload: { decode: [text, json] }")]
    [InlineData("payload: { decode: [{ unwrap: sns, when: auto }, { unwrap: eventbridge, when: auto }, json] }")]
    public void Body_PlainJson_IsTheDocument(string yaml) => Assert.Equal(Json, new PayloadRun(yaml).Body(Json));

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("deflate")]
    [InlineData("brotli")]
    [InlineData("zstd")]
    [InlineData("snappy")]
    public void Body_CompressedAndBase64_IsTheDocument(string format)
    {
        Assert.Equal(
            Json, new PayloadRun($"payload: {{ decode: [base64, {format}, json] }}").Body(Compressed.Base64(format, Json)));
        Assert.Equal(
            Json,
            new PayloadRun($"payload: {{ decode: [base64url, {format}, text, json] }}").Body(
                Compressed.Base64(format, Json).Replace('+', '-').Replace('/', '_').TrimEnd('=')));
    }

    [Theory]
    [InlineData("base64", "aGVsbG8=", "hello")]
    [InlineData("base64", "aGVsbG8", "hello")]
    [InlineData("base64", "aGVs\r\nbG8=\n", "hello")]
    [InlineData("base64", "aGVs bG8\n", "hello")]
    [InlineData("base64", "YS1f", "a-_")]
    [InlineData("base64", "w7zDvw", "üÿ")]
    [InlineData("base64", "aGVsb", "base64")]
    [InlineData("base64", "aGVsbG8==", "base64")]
    [InlineData("base64", "aGVsbG8=aGVsbG8=", "base64")]
    [InlineData("base64", "aGVs*G8=", "base64")]
    [InlineData("base64", "=", "base64")]
    [InlineData("base64", "", "")]
    [InlineData("base64url", "w7zDvw", "üÿ")]
    [InlineData("base64url", "w7zDvw==", "üÿ")]
    [InlineData("base64url", "w7zDv_w==", "base64")]
    [InlineData("base64url", "w7zD\nvw", "üÿ")]
    public void Body_Base64_IsDecodedOrRefused(string step, string text, string expected) =>
        Assert.Equal(expected, new PayloadRun($"payload: {{ decode: [{step}, text] }}").Body(text));

    [Fact]
    public void Body_WithoutADocument_IsOneValue()
    {
        Assert.Equal("plain", new PayloadRun("payload: { decode: text }").Body("plain"));
        Assert.Equal("bytes FF00", new PayloadRun("payload: { decode: base64 }").Body("/wA="));
    }

    [Fact]
    public void Body_NotUtf8_IsRefusedByText()
    {
        Assert.Equal("text_encoding", new PayloadRun("payload: { decode: [text, json] }").Body([(byte)'"', 0xff, (byte)'"']));
        Assert.Equal("text_encoding", new PayloadRun("payload: { decode: [base64, text] }").Body("/w=="));
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "{\"a\":1}|{\"a\":2}")]
    [InlineData("1\r\n\r\n  \n2\r\n3", "1|2|3")]
    [InlineData("\n\n1", "1")]
    [InlineData("1\n{\n3", "1|body_syntax|3")]
    [InlineData("", "body_syntax")]
    [InlineData("\n \r\n", "body_syntax")]
    public void Bodies_NdJson_IsABodyPerLine(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', new PayloadRun("payload: { decode: ndjson }").Bodies(text)));

    [Theory]
    [InlineData("{\"a\":3}\r\n{\"a\":4}", "{\"a\":3}|{\"a\":4}")]
    [InlineData("1\r\n\r\n \r\n2 \r\n", "1|2 ")]
    [InlineData("\uFEFF1\n2", "1|2")]
    [InlineData("\uFEFF\r\n1", "1")]
    [InlineData("1\r", "1")]
    public void Raw_OfALine_IsTheLineWithoutItsEndOrAMark(string text, string expected)
    {
        var payload = new PayloadRun("payload: { decode: ndjson }").Payload;
        Assert.Equal(RecordErrorCode.None, payload.Load(SourceValue.FromText(Encoding.UTF8.GetBytes(text))));
        var lines = new List<string>();
        for (var i = 0; i < payload.Count; i++)
        {
            Assert.Equal(RecordErrorCode.None, payload.Select(i));
            lines.Add(PayloadRun.Text(payload.Values.Raw));
        }

        Assert.Equal(expected, string.Join('|', lines));
    }

    [Fact]
    public void Bodies_GzippedNdJsonLog_IsABodyPerLine()
    {
        var lines = Enumerable.Range(0, 1000).Select(i => $$"""{"n":{{i}}}""").ToArray();

        var bodies = new PayloadRun("payload: { decode: [base64, gzip, ndjson] }").Bodies(
            Compressed.Base64("gzip", string.Join("\r\n", lines)));

        Assert.Equal(lines, bodies);
    }

    [Fact]
    public void Select_BackAndForth_FindsTheLine()
    {
        var payload = new PayloadRun("payload: { decode: ndjson }").Payload;
        Assert.Equal(RecordErrorCode.None, payload.Load(SourceValue.FromText("10\n20\n30"u8)));

        foreach (var index in new[] { 2, 0, 1, 1, 2 })
        {
            payload.Select(index);
            Assert.Equal($"{index + 1}0", PayloadRun.Text(payload.Values.Body(0)));
            Assert.Equal($"{index + 1}0", PayloadRun.Text(payload.Values.Raw));
        }
    }

    [Fact]
    public void Body_GzipWhenAuto_GoesByTheFirstBytes()
    {
        var run = new PayloadRun("payload: { decode: [base64, { decode: gzip, when: auto }, json] }");

        Assert.Equal(Json, run.Body(Compressed.Base64("gzip", Json)));
        Assert.Equal(Json, run.Body(Convert.ToBase64String(Encoding.UTF8.GetBytes(Json))));
    }

    [Fact]
    public void Body_ByteOrderMark_IsPassedOver() =>
        Assert.Equal(
            Json,
            new PayloadRun("payload: { decode: [base64, json] }").Body(
                Convert.ToBase64String(Encoding.UTF8.GetBytes("\uFEFF" + Json))));

    [Fact]
    public void Raw_OfADocument_IsWhatTheLastStepReads()
    {
        var text = new PayloadRun("payload: { decode: [base64, text, json] }");
        var bytes = new PayloadRun("payload: { decode: [base64, json] }");
        foreach (var run in new[] { text, bytes }) run.Body("WzFd");

        Assert.Equal("[1]", PayloadRun.Text(text.Payload.Values.Raw));
        Assert.Equal(ValueKind.String, text.Payload.Values.Raw.Kind);
        Assert.Equal(ValueKind.Bytes, bytes.Payload.Values.Raw.Kind);
    }

    [Fact]
    public void Load_AfterAnError_LeavesNothingOfTheMessageBefore()
    {
        var run = new PayloadRun("payload: { decode: [{ unwrap: sns, when: auto }, json] }", "sns", "TopicArn");
        Assert.Equal("1", run.Body("""{"Type":"Notification","TopicArn":"arn","Message":"1"}"""));
        Assert.Equal("arn", run.Envelope("sns"));

        Assert.Equal("body_syntax", run.Body("{"));
        Assert.Equal("(missing)", PayloadRun.Text(run.Payload.Values.Body(0)));
        Assert.Equal("(missing)", run.Envelope("sns"));
        Assert.Equal("2", run.Body("2"));
        Assert.Equal("(missing)", run.Envelope("sns"));
    }

    [Fact]
    public void Load_NoText_IsRefused()
    {
        var payload = new PayloadRun("").Payload;

        Assert.Equal(RecordErrorCode.BodySyntax, payload.Load(SourceValue.Missing));
        Assert.Equal(RecordErrorCode.BodySyntax, payload.Load(SourceValue.Null));
        Assert.Equal(RecordErrorCode.BodySyntax, payload.Load(SourceValue.FromInteger(1)));
        Assert.Equal(0, payload.Count);
    }
}
