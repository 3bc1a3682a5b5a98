using System.Text;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary><c>xml</c>: its form as JSON, and what is refused.</summary>
public class XmlPayloadTests
{
    [Theory]
    [InlineData("<a/>", """{"a":null}""")]
    [InlineData("<a></a>", """{"a":null}""")]
    [InlineData("<a> \n </a>", """{"a":null}""")]
    [InlineData("<a xml:space='preserve'> </a>", """{"a":{"@xml:space":"preserve","#text":" "}}""")]
    [InlineData("<a>1</a>", """{"a":"1"}""")]
    [InlineData("<a> 1 </a>", """{"a":" 1 "}""")]
    [InlineData("<a id=\"1\"/>", """{"a":{"@id":"1"}}""")]
    [InlineData("<a id='1' b='\"'>text</a>", """{"a":{"@id":"1","@b":"\"","#text":"text"}}""")]
    [InlineData("<a>\n<b>1</b>\n<c>2</c>\n</a>", """{"a":{"b":"1","c":"2"}}""")]
    [InlineData("<a><b>1</b><c/><b>2</b><b x='3'/></a>", """{"a":{"b":["1","2",{"@x":"3"}],"c":null}}""")]
    [InlineData("<a>x<b/>y</a>", """{"a":{"#text":"xy","b":null}}""")]
    [InlineData("<a><b><b>1</b></b><b><b>2</b><b>3</b></b></a>", """{"a":{"b":[{"b":"1"},{"b":["2","3"]}]}}""")]
    [InlineData("<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;</a>", """{"a":"<>&\"'A😀"}""")]
    [InlineData("<a><![CDATA[<b>&amp;]]>!</a>", """{"a":"<b>&amp;!"}""")]
    [InlineData("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><!-- c --><?p q?><a>ü</a>", """{"a":"ü"}""")]
    [InlineData("<s:E xmlns:s=\"u\"><s:B/></s:E>", """{"s:E":{"@xmlns:s":"u","s:B":null}}""")]
    [InlineData("<a>1\r\n2</a>", """{"a":"1\u000a2"}""")]
    [InlineData("\uFEFF<a/>", """{"a":null}""")]
    public void Body_Document_IsAnObject(string xml, string expected) => Assert.Equal(expected, Run("xml").Body(xml));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("text")]
    [InlineData("{\"a\":1}")]
    [InlineData("<a>")]
    [InlineData("<a></b>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a x='1' x='2'/>")]
    [InlineData("<p:a/>")]
    [InlineData("<a>&nbsp;</a>")]
    [InlineData("<a>&#0;</a>")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\"><!ENTITY z \"&x;&x;\">]><a>&z;</a>")]
    public void Body_NotXmlOrWithADocumentType_IsRefused(string xml)
    {
        var run = Run("xml");

        Assert.Equal("body_syntax", run.Body(xml));
        Assert.StartsWith("in the step xml: line ", run.Payload.Fault!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Body_Bytes_HaveTheEncodingThatTheyDeclare()
    {
        var xml = Encoding.Latin1.GetBytes("<?xml version='1.0' encoding='iso-8859-1'?><a>ü</a>");

        Assert.Equal("""{"a":"ü"}""", Run("[base64, xml]").Body(Convert.ToBase64String(xml)));
        Assert.Equal("""{"a":"ü"}""", Run("[base64, xml]").Body(Convert.ToBase64String(Encoding.Unicode.GetPreamble().Concat(
            Encoding.Unicode.GetBytes("<a>ü</a>")).ToArray())));
        Assert.Equal("body_syntax", Run("[base64, xml]").Body(Convert.ToBase64String(Encoding.Latin1.GetBytes("<a>ü</a>"))));
        Assert.Equal("text_encoding", Run("xml").Body(Encoding.Latin1.GetBytes("<a>ü</a>")));
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(100_000, false)]
    public void Body_DeepDocument_StopsAtTheLimit(int depth, bool isTaken)
    {
        var xml = string.Concat(Enumerable.Repeat("<a>", depth)) + "<b/>" + string.Concat(Enumerable.Repeat("</a>", depth));

        Assert.Equal(isTaken, Run("xml").Body(xml) != "body_depth");
    }

    [Fact]
    public void Body_ManyElementsOfManyNames_AreReadInTimeAndForgotten()
    {
        var run = Run("xml");
        var names = Enumerable.Range(0, 50_000).Select(i => $"<n{i}/>");
        Assert.StartsWith("""{"a":{"n0":[null,null],"n1":[null""", run.Body($"<a>{string.Concat(names.Concat(names))}</a>"),
            StringComparison.Ordinal);

        Assert.Equal("""{"b":{"@n0":"1"}}""", run.Body("<b n0='1'/>"));
    }

    private static PayloadRun Run(string steps) => new($"payload: {{ decode: {steps} }}");
}
