namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary><c>cbor</c>: the values of RFC 8949, appendix A, and what is refused.</summary>
public class CborPayloadTests
{
    [Theory]
    [InlineData("00", "0")]
    [InlineData("1818", "24")]
    [InlineData("1bffffffffffffffff", "18446744073709551615")]
    [InlineData("3bffffffffffffffff", "-18446744073709551616")]
    [InlineData("20", "-1")]
    [InlineData("3903e7", "-1000")]
    [InlineData("c249010000000000000000", "18446744073709551616")]
    [InlineData("c349010000000000000000", "-18446744073709551617")]
    [InlineData("c25000000000000000000000000000000001", "1")]
    [InlineData("c250ffffffffffffffffffffffffffffffff", "340282366920938463463374607431768211455")]
    [InlineData("c350ffffffffffffffffffffffffffffffff", "-340282366920938463463374607431768211456")]
    [InlineData("c240", "0")]
    [InlineData("c48221196ab3", "273.15")]
    [InlineData("c4822139ffff", "-655.36")]
    [InlineData("c4822401", "0.00001")]
    [InlineData("c4820201", "1e2")]
    [InlineData("c482386301", "1e-100")]
    [InlineData("c48221c249010000000000000000", "184467440737095516.16")]
    [InlineData("f93c00", "1")]
    [InlineData("f97bff", "65504")]
    [InlineData("fa47c35000", "100000")]
    [InlineData("fa3dcccccd", "0.1")]
    [InlineData("fb3ff199999999999a", "1.1")]
    [InlineData("f97e00", "NaN")]
    [InlineData("f9fc00", "-Infinity")]
    [InlineData("f4", "false")]
    [InlineData("f5", "true")]
    [InlineData("f6", "null")]
    [InlineData("f7", "null")]
    [InlineData("4401020304", "AQIDBA==")]
    [InlineData("5f42010243030405ff", "AQIDBAU=")]
    [InlineData("62c3bc", "ü")]
    [InlineData("7f657374726561646d696e67ff", "streaming")]
    [InlineData("c074323031332d30332d32315432303a30343a30305a", "2013-03-21T20:04:00Z")]
    [InlineData("c11a514b67b0", "2013-03-21T20:04:00Z")]
    [InlineData("c1fb41d452d9ec200000", "2013-03-21T20:04:00.500Z")]
    [InlineData("c120", "1969-12-31T23:59:59Z")]
    [InlineData("d8641950ab", "2026-07-17")]
    [InlineData("d825501234567890abcdef1234567890abcdef", "12345678-90ab-cdef-1234-567890abcdef")]
    [InlineData("d9d9f78301820203820405", "[1,[2,3],[4,5]]")]
    [InlineData("d818456449455446", "ZElFVEY=")]
    [InlineData("d9d9f7d9010281d82076687474703a2f2f7777772e6578616d706c652e636f6d", "[\"http://www.example.com\"]")]
    [InlineData("c1d9d9f71a514b67b0", "2013-03-21T20:04:00Z")]
    [InlineData("c48221d9d9f7c24100", "0.00")]
    [InlineData("d81e820103", """{"tag":30,"value":[1,3]}""")]
    [InlineData("c5822003", """{"tag":5,"value":[-1,3]}""")]
    [InlineData("d8404201ff", """{"tag":64,"value":"Af8="}""")]
    [InlineData("dbffffffffffffffff6161", """{"tag":18446744073709551615,"value":"a"}""")]
    [InlineData("a16161d9270fc11a514b67b0", """{"a":{"tag":9999,"value":"2013-03-21T20:04:00Z"}}""")]
    [InlineData("9f018202039f0405ffff", "[1,[2,3],[4,5]]")]
    [InlineData("a201020304", """{"1":2,"3":4}""")]
    [InlineData("a4f50120024101036161f6", """{"true":1,"-1":2,"AQ==":3,"a":null}""")]
    [InlineData("a2fb3ff8000000000000f6f6c11a514b67b0", """{"1.5":null,"null":"2013-03-21T20:04:00Z"}""")]
    [InlineData("bf6346756ef563416d7421ff", """{"Fun":true,"Amt":-2}""")]
    [InlineData("80", "[]")]
    [InlineData("a0", "{}")]
    public void Body_Item_IsItsJson(string hex, string expected) => Assert.Equal(expected, Body(hex, out _));

    [Theory]
    [InlineData("", "body_syntax", "byte 0")]
    [InlineData("1a0000", "body_syntax", "byte 0")]
    [InlineData("0000", "body_syntax", "bytes after the value")]
    [InlineData("61ff", "text_encoding", null)]
    [InlineData("a18001", "body_syntax", "an array, a map or an unknown tag as a key")]
    [InlineData("a1d9270f6161f6", "body_syntax", "an array, a map or an unknown tag as a key")]
    [InlineData("d90100826470616964d81900", "body_syntax", "the tag 256 (strings with references to them), which is not read")]
    [InlineData("82d81900f6", "body_syntax", "the tag 25 (a reference to a string), which is not read")]
    [InlineData("a26161d81c8161786162d81d00", "body_syntax", "the tag 28 (a shared value), which is not read")]
    [InlineData("a16162d81d00", "body_syntax", "the tag 29 (a reference to a shared value), which is not read")]
    [InlineData("c1d81901", "body_syntax", "the tag 25 inside the tag 1")]
    [InlineData("c1c2420001", "body_syntax", "the tag 2 inside the tag 1")]
    [InlineData("e0", "body_syntax", "a simple value without a meaning")]
    [InlineData("c161", "body_syntax", "byte 1")]
    [InlineData("c11bffffffffffffffff", "body_syntax", "byte 1")]
    [InlineData("c11b7fffffffffffffff", "body_syntax", "a time outside of the years 1 to 9999")]
    [InlineData("c1f97e00", "body_syntax", "a time outside of the years 1 to 9999")]
    [InlineData("d825420102", "body_syntax", "a UUID that is not 16 bytes long")]
    [InlineData("c48101", "body_syntax", "a decimal fraction that is not an exponent and an integer")]
    [InlineData("c482216161", "body_syntax", "byte 3")]
    [InlineData("ff", "body_syntax", "byte 0")]
    [InlineData("9bffffffffffffffff", "body_syntax", "byte 0")]
    public void Body_NotCbor_IsARecordError(string hex, string code, string? problem)
    {
        Assert.Equal(code, Body(hex, out var detail));
        Assert.Equal("in the step cbor" + (problem is null ? "" : $": {problem}"), detail);
    }

    [Fact]
    public void Body_LargeBignum_IsRefusedBeforeItsDigitsAreWritten()
    {
        Assert.Equal("body_syntax", Body("c25a00080000" + string.Concat(Enumerable.Repeat("ff", 0x80000)), out var detail));
        Assert.Equal("in the step cbor: an integer of more than 256 bytes", detail);
        Assert.Equal(617, Body("c2590100" + string.Concat(Enumerable.Repeat("ff", 256)), out _).Length);
    }

    [Fact]
    public void Body_DeepItem_StopsAtTheLimit()
    {
        Assert.StartsWith("[[", Body(string.Concat(Enumerable.Repeat("81", 63)) + "80", out _), StringComparison.Ordinal);
        Assert.Equal("body_depth", Body(string.Concat(Enumerable.Repeat("81", 64)) + "80", out _));
        Assert.Equal("body_depth", Body(string.Concat(Enumerable.Repeat("81", 500_000)), out _));
        Assert.Equal("body_depth", Body(string.Concat(Enumerable.Repeat("a100", 500_000)), out _));
        Assert.Equal("body_depth", Body(string.Concat(Enumerable.Repeat("c6", 500_000)) + "01", out _));
        Assert.Equal("1", Body(string.Concat(Enumerable.Repeat("d9d9f7", 300_000)) + "01", out _));
    }

    private static string Body(string hex, out string? detail)
    {
        var run = new PayloadRun("payload: { decode: [base64, cbor] }");
        var body = run.Body(Convert.ToBase64String(Convert.FromHexString(hex)));
        detail = run.Payload.Fault?.Detail;
        return body;
    }
}
