using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary><c>csv</c>: RFC 4180, and what is wrong with rows.</summary>
public class CsvPayloadTests
{
    private const string Csv = "csv";
    private const string Named = "{ decode: csv, names: [a, b] }";

    [Theory]
    [InlineData(Csv, "a,b\n1,2\n", """{"a":"1","b":"2"}""")]
    [InlineData(Csv, "a,b\r\n1,2\r\n3,4", """{"a":"1","b":"2"}|{"a":"3","b":"4"}""")]
    [InlineData(Csv, "\n\r\na,b\n\n1,2\n\r\n", """{"a":"1","b":"2"}""")]
    [InlineData(Csv, "a,b\n,\"\"\n", """{"a":null,"b":""}""")]
    [InlineData(Csv, "a,b\n1,", """{"a":"1","b":null}""")]
    [InlineData(Csv, "a,b\r\n1,\r\n", """{"a":"1","b":null}""")]
    [InlineData(Csv, "a\n\"\"\n", """{"a":""}""")]
    [InlineData(Csv, "a,b\n\"x,y\",\"1\r\n2\"\r\n", """{"a":"x,y","b":"1\u000d\u000a2"}""")]
    [InlineData(Csv, "a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", """{"a":"say \"hi\"","b":"\""}""")]
    [InlineData(Csv, "\"a \"\"x\"\"\",b\n1, 2 \n", """{"a \"x\"":"1","b":" 2 "}""")]
    [InlineData(Csv, "\uFEFFa,b\nü,\\n\n", """{"a":"ü","b":"\\n"}""")]
    [InlineData(Csv, "a,b\n1,\"2\"\r", """{"a":"1","b":"2"}""")]
    [InlineData(Named, "1,2\n3,4\n", """{"a":"1","b":"2"}|{"a":"3","b":"4"}""")]
    [InlineData("{ decode: csv, delimiter: \";\" }", "a;b\n1,5;2\n", """{"a":"1,5","b":"2"}""")]
    [InlineData("{ decode: csv, delimiter: \"\\t\" }", "a\tb\n1\t2\n", """{"a":"1","b":"2"}""")]
    [InlineData("{ decode: csv, names: [only] }", "1\n2", """{"only":"1"}|{"only":"2"}""")]
    public void Bodies_Rows_AreObjectsOfTexts(string step, string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Run(step).Bodies(text)));

    [Theory]
    [InlineData(Csv, "", "body_syntax", "in the step csv: no header")]
    [InlineData(Csv, "\r\n\n", "body_syntax", "in the step csv: no header")]
    [InlineData(Csv, "a,b\n", "body_syntax", "in the step csv: no row")]
    [InlineData(Named, "\n", "body_syntax", "in the step csv: no row")]
    [InlineData(Csv, "a,a\n1,2\n", "body_syntax", "in the step csv: the header has a name twice")]
    [InlineData(Csv, "a,\"b\n1,2\n", "body_syntax", "in the step csv: the header has a quoted field without its last quote")]
    [InlineData(
        Csv, "a,b\r1,2\r", "body_syntax", "in the step csv: no row; lines end with LF or CRLF, not with CR alone")]
    [InlineData(
        Named, "1,2\r3,4", "field_count",
        "in the step csv: line 1 has 3 fields, wanted 2 fields; lines end with LF or CRLF, not with CR alone")]
    [InlineData(Csv, "a,b\r", "body_syntax", "in the step csv: no row")]
    [InlineData(Csv, "a,b\n1\n", "field_count", "in the step csv: line 2 has 1 field, wanted 2 fields")]
    [InlineData(Csv, "a,b\n1,2\n\n1,2,3,4\n", "field_count", "in the step csv: line 4 has 4 fields, wanted 2 fields")]
    [InlineData(Csv, "a,b\n1,x\"y\n", "body_syntax", "in the step csv: line 2 has a quote inside a field without quotes")]
    [InlineData(Csv, "a,b\n1,\"x\"y\n", "body_syntax", "in the step csv: line 2 has text after the last quote of a field")]
    [InlineData(Csv, "a,b\n1,\"x\n", "body_syntax", "in the step csv: line 2 has a quoted field without its last quote")]
    public void Bodies_WrongRow_IsARecordErrorThatNamesTheLine(string step, string text, string code, string detail)
    {
        var run = Run(step);

        Assert.Equal(code, run.Body(text));
        Assert.Equal(detail, run.Payload.Fault!.Detail);
    }

    [Fact]
    public void Bodies_AfterAnotherHeader_HaveItsNames()
    {
        var run = Run(Csv);

        Assert.Equal("""{"a":"1"}""", run.Body("a\n1\n"));
        Assert.Equal("""{"b":"2"}""", run.Body("b\n2\n"));
        Assert.Equal("body_syntax", run.Body("b,b\n2,2\n"));
        Assert.Equal("""{"b":"3"}""", run.Body("b\n3\n"));
    }

    [Fact]
    public void Raw_OfARow_IsItsText()
    {
        var payload = Run(Csv).Payload;
        Assert.Equal(RecordErrorCode.None, payload.Load(SourceValue.FromText("a,b\r\n1,\"x\ny\"\r\n\r\n3,4"u8)));

        foreach (var (index, raw) in new[] { (1, "3,4"), (0, "1,\"x\ny\""), (1, "3,4"), (1, "3,4") })
        {
            Assert.Equal(RecordErrorCode.None, payload.Select(index));
            Assert.Equal(raw, PayloadRun.Text(payload.Values.Raw));
        }
    }

    [Fact]
    public void Bodies_LongNamesInManyRows_StopAtTheLimit()
    {
        var text = new string('n', 500_000) + ",b\n" + string.Concat(Enumerable.Repeat(",\n", 250_000));

        Assert.Equal("body_size", Run(Csv).Body(text));
    }

    private static PayloadRun Run(string step) => new($"payload: {{ decode: [{step}] }}");
}
