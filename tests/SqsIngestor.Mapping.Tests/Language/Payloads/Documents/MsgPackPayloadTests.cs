namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary><c>msgpack</c>: every format of the specification, and what is refused.</summary>
public class MsgPackPayloadTests
{
    [Theory]
    [InlineData("00", "0")]
    [InlineData("7f", "127")]
    [InlineData("ff", "-1")]
    [InlineData("e0", "-32")]
    [InlineData("ccff", "255")]
    [InlineData("cdffff", "65535")]
    [InlineData("ceffffffff", "4294967295")]
    [InlineData("cfffffffffffffffff", "18446744073709551615")]
    [InlineData("d080", "-128")]
    [InlineData("d18000", "-32768")]
    [InlineData("d280000000", "-2147483648")]
    [InlineData("d38000000000000000", "-9223372036854775808")]
    [InlineData("ca3dcccccd", "0.1")]
    [InlineData("cb3ff199999999999a", "1.1")]
    [InlineData("ca7fc00000", "NaN")]
    [InlineData("cbfff0000000000000", "-Infinity")]
    [InlineData("c0", "null")]
    [InlineData("c2", "false")]
    [InlineData("c3", "true")]
    [InlineData("a2c3bc", "ü")]
    [InlineData("d90161", "a")]
    [InlineData("da000161", "a")]
    [InlineData("db0000000161", "a")]
    [InlineData("c4020102", "AQI=")]
    [InlineData("c500020102", "AQI=")]
    [InlineData("c6000000020102", "AQI=")]
    [InlineData("920193c0c2a0", "[1,[null,false,\"\"]]")]
    [InlineData("dc00020102", "[1,2]")]
    [InlineData("dd000000020102", "[1,2]")]
    [InlineData("82a16101a16280", """{"a":1,"b":{}}""")]
    [InlineData("de0001a16101", """{"a":1}""")]
    [InlineData("df00000001a16101", """{"a":1}""")]
    [InlineData("8501c0ffc0c3c0c40101c0c0c0", """{"1":null,"-1":null,"true":null,"AQ==":null,"null":null}""")]
    [InlineData("81d6ff514b67b001", """{"2013-03-21T20:04:00Z":1}""")]
    [InlineData("d6ff514b67b0", "2013-03-21T20:04:00Z")]
    [InlineData("d7ff77359400514b67b0", "2013-03-21T20:04:00.500Z")]
    [InlineData("c70cff00000001ffffffffffffffff", "1969-12-31T23:59:59.000000001Z")]
    [InlineData("d505abcd", """{"type":5,"data":"q80="}""")]
    [InlineData("c70080", """{"type":-128,"data":""}""")]
    [InlineData("c8000101ff", """{"type":1,"data":"/w=="}""")]
    [InlineData("c90000000101ff", """{"type":1,"data":"/w=="}""")]
    public void Body_Value_IsItsJson(string hex, string expected) => Assert.Equal(expected, Body(hex, out _));

    [Theory]
    [InlineData("", "body_syntax", "cut off after 0 bytes")]
    [InlineData("92", "body_syntax", "cut off after 1 bytes")]
    [InlineData("a261", "body_syntax", "cut off after 1 bytes")]
    [InlineData("dbffffffff", "body_syntax", "cut off after 5 bytes")]
    [InlineData("ddffffffff01", "body_syntax", "cut off after 6 bytes")]
    [InlineData("c1", "body_syntax", "the byte c1, which is never used")]
    [InlineData("0000", "body_syntax", "bytes after the value")]
    [InlineData("a1ff", "text_encoding", null)]
    [InlineData("819001", "body_syntax", "an array, a map or an extension as a key")]
    [InlineData("81d401ff01", "body_syntax", "an array, a map or an extension as a key")]
    [InlineData("d5ffabcd", "body_syntax", "a timestamp that is not 4, 8 or 12 bytes long")]
    [InlineData("c70cff000000017fffffffffffffff", "body_syntax", "a time outside of the years 1 to 9999")]
    [InlineData("d7fffffffffc514b67b0", "body_syntax", "a time outside of the years 1 to 9999")]
    public void Body_NotMsgPack_IsARecordError(string hex, string code, string? problem)
    {
        Assert.Equal(code, Body(hex, out var detail));
        Assert.Equal("in the step msgpack" + (problem is null ? "" : $": {problem}"), detail);
    }

    [Fact]
    public void Body_DeepValue_StopsAtTheLimit()
    {
        Assert.StartsWith("[[", Body(string.Concat(Enumerable.Repeat("91", 63)) + "90", out _), StringComparison.Ordinal);
        Assert.Equal("body_depth", Body(string.Concat(Enumerable.Repeat("91", 64)) + "90", out _));
        Assert.Equal("body_depth", Body(string.Concat(Enumerable.Repeat("91", 500_000)), out _));
        Assert.Equal("body_depth", Body(string.Concat(Enumerable.Repeat("8100", 500_000)), out _));
    }

    private static string Body(string hex, out string? detail)
    {
        var run = new PayloadRun("payload: { decode: [base64, msgpack] }");
        var body = run.Body(Convert.ToBase64String(Convert.FromHexString(hex)));
        detail = run.Payload.Fault?.Detail;
        return body;
    }
}
