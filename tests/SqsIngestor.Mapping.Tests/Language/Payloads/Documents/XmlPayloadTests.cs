using System.Text;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary><c>xml</c>: its form as JSON, and what is refused.</summary>
public class XmlPayloadTests
{
    private const string Dtd = "line 1, column 1: a document type (DTD), which is refused";

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
    [InlineData("", "line 1, column 1: the document is empty")]
    [InlineData(" ", "line 1, column 2: the document is empty")]
    [InlineData("text", "line 1, column 1: something before the root element, or another format than XML")]
    [InlineData("{\"a\":1}", "line 1, column 1: something before the root element, or another format than XML")]
    [InlineData("<a>x", "line 1, column 5: the document is cut off")]
    [InlineData("<a>\n <b x='1'", "line 2, column 10: the document is cut off")]
    [InlineData("<a><![CDATA[x</a>", "line 1, column 18: the document is cut off")]
    [InlineData("<a></b>", "line 1, column 6: an end tag that does not match its start tag")]
    [InlineData("<a>\n <b>x</c>\n</a>", "line 2, column 8: an end tag that does not match its start tag")]
    [InlineData("<a/><b/>", "line 1, column 6: something after the root element")]
    [InlineData("<a></a>x", "line 1, column 8: something after the root element")]
    [InlineData("<a x='1' x='2'/>", "line 1, column 10: a tag that is not well-formed")]
    [InlineData("<a x=1/>", "line 1, column 6: a tag that is not well-formed")]
    [InlineData("<p:a/>", "line 1, column 2: a tag that is not well-formed")]
    [InlineData("<a>]]></a>", "line 1, column 4: text that is not well-formed")]
    [InlineData("<a>&nbsp;</a>", "line 1, column 5: an & that begins none of the five entities of XML")]
    [InlineData("<a>x & y</a>", "line 1, column 7: an & that begins none of the five entities of XML")]
    [InlineData("<a>&#0;</a>", "line 1, column 6: a character that XML does not allow")]
    [InlineData("<a>\u0001</a>", "line 1, column 4: a character that XML does not allow")]
    [InlineData("<!DOCTYPE a><a/>", Dtd)]
    [InlineData("<?xml version='1.0'?>\n<!DOCTYPE a><a/>", "line 2, column 1: a document type (DTD), which is refused")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", Dtd)]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\"><!ENTITY z \"&x;&x;\">]><a>&z;</a>", Dtd)]
    public void Body_NotXmlOrWithADocumentType_IsRefusedWithTheReason(string xml, string reason)
    {
        var run = Run("xml");

        Assert.Equal("body_syntax", run.Body(xml));
        Assert.Equal("in the step xml: " + reason, run.Payload.Fault!.Detail);
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

        var run = Run("xml");
        Assert.Equal(isTaken, run.Body(xml) != "body_depth");
        if (isTaken) return;
        Assert.Equal(
            "found more at line 1, column 194, wanted at most 64 levels of objects and arrays", run.Payload.Fault!.Detail);
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
