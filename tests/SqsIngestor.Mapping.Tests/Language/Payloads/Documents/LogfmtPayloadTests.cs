using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary><c>logfmt</c>: keys and values, and what is wrong with lines.</summary>
public class LogfmtPayloadTests
{
    [Theory]
    [InlineData("a=1", """{"a":"1"}""")]
    [InlineData("a=1 b=2\r\nc=3\n\n \n", """{"a":"1","b":"2"}|{"c":"3"}""")]
    [InlineData("  a=1\t b=  c", """{"a":"1","b":"","c":true}""")]
    [InlineData("a=x=y url=http://h/?q=1", """{"a":"x=y","url":"http://h/?q=1"}""")]
    [InlineData("a=\"\" b=\"x y\"", """{"a":"","b":"x y"}""")]
    [InlineData("a=\"say \\\"hi\\\" \\u00fc\\n\"", """{"a":"say \"hi\" \u00fc\n"}""")]
    [InlineData("a=\"x\ty\" b=c\\d", """{"a":"x\u0009y","b":"c\\d"}""")]
    [InlineData("ü=ö a.b=1", """{"ü":"ö","a.b":"1"}""")]
    [InlineData("a=1 a=2", """{"a":"1","a":"2"}""")]
    public void Bodies_Lines_AreObjectsOfTexts(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Run().Bodies(text)));

    [Theory]
    [InlineData("", "no line")]
    [InlineData(" \n", "no line")]
    [InlineData("a=1\n\n=2", "line 3 has a value without a key")]
    [InlineData("a=1 \"b\"=2", "line 1 has a quote where a key should start")]
    [InlineData("a\"b=2", "line 1 has a quote inside a key")]
    [InlineData("a=b\"c", "line 1 has a quote inside a value without quotes")]
    [InlineData("a=1\na=\"b", "line 2 has a value without its last quote")]
    [InlineData("a=\"b\"c", "line 1 has text after the last quote of a value")]
    [InlineData("a=\"\\x\"", "line 1 has an escape that JSON does not have")]
    [InlineData("a=\"\\u00g0\"", "line 1 has an escape that JSON does not have")]
    [InlineData("a=\"\\", "line 1 has an escape that JSON does not have")]
    public void Bodies_WrongLine_IsARecordErrorThatNamesTheLine(string text, string problem)
    {
        var run = Run();

        Assert.Equal("body_syntax", run.Body(text));
        Assert.Equal($"in the step logfmt: {problem}", run.Payload.Fault!.Detail);
    }

    [Fact]
    public void Raw_OfALine_IsItsText()
    {
        var payload = Run().Payload;
        Assert.Equal(RecordErrorCode.None, payload.Load(SourceValue.FromText("a=1\n\nb=2 \n"u8)));

        foreach (var (index, raw) in new[] { (1, "b=2 "), (0, "a=1"), (1, "b=2 ") })
        {
            Assert.Equal(RecordErrorCode.None, payload.Select(index));
            Assert.Equal(raw, PayloadRun.Text(payload.Values.Raw));
        }
    }

    private static PayloadRun Run() => new("payload: { decode: logfmt }");
}
